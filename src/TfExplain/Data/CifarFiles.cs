using System.Text;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>The files of a CIFAR archive by name, without their folder.</summary>
internal sealed class CifarFiles
{
    // The largest published file has 184 MB, all files of an archive have 186 MB.
    private const int MaxFile = 256 << 20;
    private const long MaxTotal = 1L << 30;

    private static readonly string[] Python = ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch", "train", "test", "meta"];
    private static readonly string[] Binary = [.. Python[..^1].Select(name => name + ".bin"), "fine_label_names.txt", "coarse_label_names.txt"];

    private readonly string _path;
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private CifarFiles(string path) => _path = path;

    public static CifarFiles Read(string path)
    {
        var files = new CifarFiles(path);
        if (Directory.Exists(path))
        {
            foreach (var name in Python.Concat(Binary))
                if (Path.Combine(path, name) is var file && File.Exists(file)) files._files[name] = DataFile.Read(file, stream => Bytes.ReadToEnd(stream, MaxFile, file));
            return files;
        }
        return DataFile.Read(path, stream =>
        {
            TarEntries.Read(stream, path, MaxTotal, files.Keep);
            return files;
        });
    }

    /// <summary>The samples of a file, in whichever form it is there.</summary>
    public CifarBatch Batch(string name, string labels)
    {
        if (_files.Remove(name + ".bin", out var binary)) return CifarBatch.OfBinary(binary, $"{_path}/{name}.bin", labels == "labels" ? 1 : 2, labels == "fine_labels" ? 1 : 0);
        if (_files.Remove(name, out var pickle)) return CifarBatch.OfPickle(pickle, $"{_path}/{name}", labels);
        throw new DatasetException($"{_path}: expected '{name}.bin' or '{name}', as in the published archives of CIFAR-{(labels == "labels" ? 10 : 100)}; found {(_files.Count == 0 ? "no file of CIFAR" : string.Join(", ", _files.Keys))}.");
    }

    /// <summary>The names of CIFAR-100's classes, as the archive gives them.</summary>
    public IReadOnlyList<string> ClassNames(bool coarse)
    {
        var (kind, expected) = coarse ? ("coarse_label_names", 20) : ("fine_label_names", 100);
        List<string> names = [];
        if (_files.TryGetValue(kind + ".txt", out var text))
            names = [.. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        else if (_files.TryGetValue("meta", out var meta) && new Unpickler(meta, $"{_path}/meta").Load() is Dictionary<string, object?> about && about.GetValueOrDefault(kind) is List<object?> list)
            names = [.. list.OfType<string>()];
        return names.Count == expected ? names : throw new DatasetException($"{_path}: expected the names of {expected} classes in '{kind}.txt' or in 'meta'; found {names.Count}.");
    }

    private void Keep(string entry, long length, Stream content)
    {
        var name = Path.GetFileName(entry);
        if (!Python.Contains(name) && !Binary.Contains(name)) return;
        if (length > MaxFile) throw new DatasetException($"{_path}/{entry}: expected a file of at most {MaxFile} bytes; found {length}.");
        _files[name] = Bytes.ReadExactly(content, length, $"{_path}/{entry}", 0);
    }
}
