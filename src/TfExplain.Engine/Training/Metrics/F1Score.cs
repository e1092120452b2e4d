namespace TfExplain.Training.Metrics;

/// <summary>2 P R / (P + R) with precision P and recall R of each class: <see cref="FBetaScore"/> with Beta 1.</summary>
public sealed class F1Score : FBetaScore
{
    private protected override string DefaultName => "f1_score";
}
