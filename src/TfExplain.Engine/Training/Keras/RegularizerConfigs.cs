using TfExplain.Training.Regularizers;

namespace TfExplain.Training.Keras;

/// <summary>Regularisers as Keras stores them.</summary>
internal static class RegularizerConfigs
{
    public static KerasFamily<Regularizer> Family { get; } = new KerasFamily<Regularizer>("regularizer", "keras.regularizers")
        .With<L1>("L1", c => new L1(c.Float("l1", 0.01f)), (r, j) => j["l1"] = r.Factor)
        .With<L2>("L2", c => new L2(c.Float("l2", 0.01f)), (r, j) => j["l2"] = r.Factor)
        // By its name alone Keras means strengths of 0.01, while a configuration's absent strength is 0.
        .With<L1L2>("L1L2", c => c.Find("l1") is null && c.Find("l2") is null && !c.Exists ? new L1L2(0.01f, 0.01f) : new L1L2(c.Float("l1", 0), c.Float("l2", 0)), (r, j) =>
        {
            j["l1"] = r.L1;
            j["l2"] = r.L2;
        })
        .With<OrthogonalRegularizer>("OrthogonalRegularizer", c => new OrthogonalRegularizer(c.Float("factor", 0.01f), c.Choice("mode", OrthogonalMode.Rows)), (r, j) =>
        {
            j["factor"] = r.Factor;
            j["mode"] = SnakeCase.Of(r.Mode.ToString());
        }, "orthogonal");
}
