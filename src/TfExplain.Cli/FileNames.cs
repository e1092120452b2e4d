namespace TfExplain.Cli;

/// <summary>Gives names that do not meet, whatever the case of letters.</summary>
internal sealed class FileNames
{
    private static readonly char[] Unfit = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\0'];

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The wish, or with the first number that makes it new: <c>cat</c>, <c>cat-2</c>.</summary>
    public string Take(string wish)
    {
        var clean = wish.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
            if (Unfit.AsSpan().Contains(clean[i]) || char.IsControl(clean[i])) clean[i] = '_';
        var name = new string(clean);
        for (var number = 2; !_taken.Add(name); number++) name = $"{new string(clean)}-{number}";
        return name;
    }
}
