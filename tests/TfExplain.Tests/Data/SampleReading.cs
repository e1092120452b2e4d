using System.IO.Compression;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

internal static class SampleReading
{
    public static float[] Input(this Dataset dataset, int index)
    {
        var (input, target) = (new float[dataset.InputShape.Count], new float[dataset.TargetShape.Count]);
        dataset.Read(index, input, target);
        return input;
    }

    public static float[] Target(this Dataset dataset, int index)
    {
        var (input, target) = (new float[dataset.InputShape.Count], new float[dataset.TargetShape.Count]);
        dataset.Read(index, input, target);
        return target;
    }

    public static byte[] GZip(byte[] content)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest)) gzip.Write(content);
        return file.ToArray();
    }
}
