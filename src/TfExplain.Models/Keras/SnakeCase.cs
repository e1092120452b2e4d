using System.Text;

namespace TfExplain.Models.Keras;

/// <summary>Keras's rule for names from class names: <c>Conv2DTranspose</c> is <c>conv2d_transpose</c>, <c>PReLU</c> is <c>p_re_lu</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string className)
    {
        // The one class whose public name is not its own.
        if (className == "GroupQueryAttention") className = "GroupedQueryAttention";
        var letters = string.Concat(className.Where(c => char.IsLetterOrDigit(c) || c == '_'));
        var name = new StringBuilder();
        for (var i = 0; i < letters.Length; i++)
        {
            var startsWord = i + 1 < letters.Length && char.IsAsciiLetterUpper(letters[i]) && char.IsAsciiLetterLower(letters[i + 1]);
            var endsWord = i > 0 && char.IsAsciiLetterUpper(letters[i]) && char.IsAsciiLetterLower(letters[i - 1]);
            if (i > 0 && (startsWord || endsWord)) name.Append('_');
            name.Append(char.ToLowerInvariant(letters[i]));
        }
        return name.ToString();
    }

    /// <summary>The names of objects in a list: the class with a counter where it comes again, <c>conv2d</c>, <c>conv2d_1</c>, <c>dense</c>.</summary>
    public static List<string> Numbered(IEnumerable<string> classNames)
    {
        var used = new Dictionary<string, int>();
        var names = new List<string>();
        foreach (var name in classNames.Select(Of))
        {
            used[name] = used.GetValueOrDefault(name, -1) + 1;
            names.Add(used[name] > 0 ? $"{name}_{used[name]}" : name);
        }
        return names;
    }
}
