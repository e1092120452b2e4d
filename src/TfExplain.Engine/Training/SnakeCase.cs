using System.Text;

namespace TfExplain.Training;

/// <summary>Keras's default names: <c>MeanSquaredError</c> becomes <c>mean_squared_error</c>, <c>KLDivergence</c> <c>kl_divergence</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var starts = char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
