using TfExplain.Imaging;

namespace TfExplain;

/// <summary>Whose formulas a callback of tf-explain's name follows.</summary>
public enum CallbackPreset
{
    /// <summary>The papers'.</summary>
    Paper,

    /// <summary>tf-explain 0.3.1's, with its pictures; see <see cref="Compat.TfExplain031"/>.</summary>
    TfExplain031,
}

/// <summary>What the seven callbacks of tf-explain share: its tags and folders, and under <see cref="CallbackPreset.TfExplain031"/> its pictures and nothing else.</summary>
public abstract class TfExplainCallback : ExplanationCallback
{
    private protected TfExplainCallback(CallbackPreset preset, string tag, Func<Explainer> paper, Func<Explainer> compat, ImageBatch validationData, int? classIndex, string outputDir)
        : base(preset == CallbackPreset.Paper ? paper() : compat(), validationData, classIndex is { } index ? TfExplain.Target.Class(index) : null, outputDir)
    {
        (Preset, Tag, LogsNumbers) = (preset, tag, preset == CallbackPreset.Paper);
    }

    /// <summary>Whose formulas it follows.</summary>
    public CallbackPreset Preset { get; }

    /// <inheritdoc/>
    protected override Image Picture(Explanation explanation) => Preset == CallbackPreset.Paper ? base.Picture(explanation) : Compat.TfExplain031.RenderGrid(explanation);
}
