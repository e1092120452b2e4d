using System.Text;

namespace TfExplain;

/// <summary>Reads class labels: one a line in the order of the classes; of columns between tabs the last is the label.</summary>
public static class ClassLabels
{
    private const int MaxBytes = 16 << 20;

    /// <summary>The labels of a text file in UTF-8.</summary>
    /// <exception cref="ModelFormatException">The file is too large, empty, or no text.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Load(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length > MaxBytes) throw new ModelFormatException($"{path}: expected a text file of labels, at most {MaxBytes} bytes; found {file.Length}.");
        using var reader = new StreamReader(file, Encoding.UTF8);
        var labels = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains('\0')) throw new ModelFormatException($"{path}: expected a text file of labels, one a line; found binary data.");
            labels.Add(line[(line.LastIndexOf('\t') + 1)..].Trim());
        }
        while (labels.Count > 0 && labels[^1].Length == 0) labels.RemoveAt(labels.Count - 1);
        return labels.Count > 0 ? labels : throw new ModelFormatException($"{path}: expected class labels, one a line; the file is empty.");
    }
}
