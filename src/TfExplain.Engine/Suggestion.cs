namespace TfExplain;

/// <summary>Finds what somebody may have meant.</summary>
public static class Suggestion
{
    /// <summary><c> Did you mean 'x'?</c> with the nearest candidate by edit distance, or nothing if none is near.</summary>
    public static string For(string given, IEnumerable<string> candidates)
    {
        var nearest = candidates.Select(c => (Name: c, Distance: Distance(given.ToLowerInvariant(), c.ToLowerInvariant()))).OrderBy(c => c.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(2, given.Length / 2) ? $" Did you mean '{nearest.Name}'?" : "";
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
