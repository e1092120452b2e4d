using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Training.Initializers;

namespace TfExplain.Training.Keras;

/// <summary>Initialisers as Keras stores them.</summary>
internal static class InitializerConfigs
{
    public static KerasFamily<Initializer> Family { get; } = new KerasFamily<Initializer>("initializer", "keras.initializers")
        .With<Zeros>("Zeros", _ => new Zeros(), null, "zero")
        .With<Ones>("Ones", _ => new Ones(), null, "one")
        .With<Constant>("Constant", c => new Constant(c.Float("value", 0)), (i, j) => j["value"] = i.Value)
        .With<RandomUniform>("RandomUniform", c => new RandomUniform(c.Float("minval", -0.05f), c.Float("maxval", 0.05f)) { Seed = Seed(c) }, (i, j) => Put(j, i, ("minval", i.Minval), ("maxval", i.Maxval)), "uniform")
        .With<RandomNormal>("RandomNormal", c => new RandomNormal(c.Float("mean", 0), c.Float("stddev", 0.05f)) { Seed = Seed(c) }, (i, j) => Put(j, i, ("mean", i.Mean), ("stddev", i.Stddev)), "normal")
        .With<TruncatedNormal>("TruncatedNormal", c => new TruncatedNormal(c.Float("mean", 0), c.Float("stddev", 0.05f)) { Seed = Seed(c) }, (i, j) => Put(j, i, ("mean", i.Mean), ("stddev", i.Stddev)))
        .With<VarianceScaling>("VarianceScaling", c => new VarianceScaling(c.Double("scale", 1), c.Choice("mode", FanMode.FanIn), Distribution(c)) { Seed = Seed(c) },
            (i, j) => Put(j, i, ("scale", i.Scale), ("mode", SnakeCase.Of(i.Mode.ToString())), ("distribution", SnakeCase.Of(i.Distribution.ToString()))))
        .With<GlorotUniform>("GlorotUniform", c => new GlorotUniform { Seed = Seed(c) }, (i, j) => Put(j, i))
        .With<GlorotNormal>("GlorotNormal", c => new GlorotNormal { Seed = Seed(c) }, (i, j) => Put(j, i))
        .With<HeUniform>("HeUniform", c => new HeUniform { Seed = Seed(c) }, (i, j) => Put(j, i))
        .With<HeNormal>("HeNormal", c => new HeNormal { Seed = Seed(c) }, (i, j) => Put(j, i))
        .With<LecunUniform>("LecunUniform", c => new LecunUniform { Seed = Seed(c) }, (i, j) => Put(j, i))
        .With<LecunNormal>("LecunNormal", c => new LecunNormal { Seed = Seed(c) }, (i, j) => Put(j, i))
        .With<Orthogonal>("Orthogonal", c => new Orthogonal(c.Float("gain", 1)) { Seed = Seed(c) }, (i, j) => Put(j, i, ("gain", i.Gain)), "OrthogonalInitializer")
        .With<Identity>("Identity", c => new Identity(c.Float("gain", 1)), (i, j) => j["gain"] = i.Gain, "IdentityInitializer", "eye");

    // Keras 3 may store a generator of seeds, which is no seed.
    private static int? Seed(KerasConfig c) => c.Find("seed") is { ValueKind: JsonValueKind.Object } ? null : c.IntOrNull("seed");

    private static VarianceDistribution Distribution(KerasConfig c) => c.Text("distribution") == "normal" ? VarianceDistribution.TruncatedNormal : c.Choice("distribution", VarianceDistribution.TruncatedNormal);

    private static void Put(JsonObject json, Initializer initializer, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        foreach (var (name, value) in more) json[name] = value;
        json["seed"] = initializer.Seed;
    }
}
