namespace TfExplain.Training.Metrics;

/// <summary>The largest predictions of a row.</summary>
internal static class TopK
{
    /// <summary>Whether fewer than <paramref name="k"/> predictions are above that of a class; equal ones do not count against it.</summary>
    public static bool Holds(ReadOnlySpan<float> p, float label, int k)
    {
        if (!(label >= 0 && label < p.Length) || !float.IsFinite(p[(int)label])) return false;
        var above = 0;
        foreach (var value in p)
            if (value > p[(int)label]) above++;
        return above < k;
    }

    /// <summary>Whether element <paramref name="i"/> is among the k largest; of equal ones the first are.</summary>
    public static bool Contains(ReadOnlySpan<float> p, int i, int k)
    {
        var before = 0;
        for (var j = 0; j < p.Length; j++)
            if (p[j] > p[i] || (p[j] == p[i] && j < i)) before++;
        return before < k;
    }
}
