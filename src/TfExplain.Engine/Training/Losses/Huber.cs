using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of e^2 / 2 where |e| &lt;= Delta and Delta (|e| - Delta / 2) elsewhere, e = p - y.</summary>
public sealed record Huber : Loss
{
    /// <summary>Where the square turns into a line.</summary>
    public float Delta { get; init => field = Training.Check.Positive(value); } = 1;

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var e = f.Subtract(yPred, yTrue);
        var size = f.Of<Abs>(e);
        var square = f.Multiply(f.Of<Square>(e), 0.5f);
        var line = f.Multiply(f.Add(size, -0.5f * Delta), Delta);
        return f.RowMean(f.Call(new Select(), f.Call(new LessEqual(), size, f.Number(Delta)), square, line));
    }
}
