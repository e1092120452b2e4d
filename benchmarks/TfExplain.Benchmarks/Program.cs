using TfExplain.Benchmarks;

return args switch
{
    ["peers", .. var options] => PeersCommand.Run(options),
    ["profile", "--training", .. var options] => ProfileCommand.RunTraining(options),
    ["profile", var model, .. var options] => ProfileCommand.Run(model, options),
    ["startup", var model] => StartupCommand.Run(model),
    ["kernels"] => KernelsCommand.Run(),
    ["training-worker", var network, var folder, var threads] => TrainingWorker.Serve(network, folder, threads),
    ["worker", var network, var folder, var threads] => Worker.Serve(network, folder, threads),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        peers [NETWORK...] [training] [--rounds N] [--write]
                                                    ours and PyTorch alternately on the same weights; --write keeps the table in benchmarks/<processor>/<date>.md
        profile MODEL [--backward] [--batch N]      the time of each step of a plan; MODEL is a network of keras.applications or a model file
        profile --training [--batch N]              the same of a training step of the network of `peers training`
        startup MODEL                               load, compile, first and later runs in a fresh process
        kernels                                     products and convolutions against the processor's measured FMA rate
        """);
    return 2;
}
