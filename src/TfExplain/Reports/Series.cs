using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>What one run logged under one tag.</summary>
internal abstract class Series
{
    /// <summary>How many steps were logged; known when they have been asked for.</summary>
    public int Total { get; protected set; }

    /// <summary>How many of them were let go while reading.</summary>
    protected int Dropped { get; set; }

    public abstract void Add(ValueEvent value, int place);

    /// <summary>Puts the steps in order; where one was logged twice, as after a restart, the later one counts.</summary>
    protected static List<T> Ordered<T>(IEnumerable<T> items, Func<T, long> step)
    {
        var latest = new List<T>();
        foreach (var item in items.OrderBy(step))
            if (latest.Count > 0 && step(latest[^1]) == step(item)) latest[^1] = item;
            else latest.Add(item);
        return latest;
    }
}
