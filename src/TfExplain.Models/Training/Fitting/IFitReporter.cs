namespace TfExplain.Training;

/// <summary>Shows somebody how a training goes on.</summary>
internal interface IFitReporter
{
    void EpochBegan(int epoch, int epochs, int steps);

    void StepEnded(int step, Logs logs);

    void EpochEnded(Logs logs);

    /// <summary>The training is over, whether it succeeded or not: no line may stay open.</summary>
    void Ended();
}
