using TfExplain.Imaging;

namespace TfExplain;

/// <summary>A method of tf-explain 0.3.1 with the picture that it returns.</summary>
internal abstract record Explainer031 : Explainer
{
    public sealed override string Name => "tf-explain-0.3.1-" + Method;

    public sealed override IEnumerable<KeyValuePair<string, string>> Settings => [new("preset", Compat.TfExplain031.Preset), .. Parameters];

    protected abstract string Method { get; }

    protected virtual IEnumerable<KeyValuePair<string, string>> Parameters => [];

    public abstract Image Grid(Explanation explanation, int? rows, int? columns);
}
