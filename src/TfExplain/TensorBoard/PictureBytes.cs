namespace TfExplain.TensorBoard;

/// <summary>Numbers 0..1 as bytes, by TensorFlow's rule: x times 255.5, cut off, held within 0..255. What is not a number becomes 0.</summary>
internal static class PictureBytes
{
    public static byte[] Of(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            var scaled = values[i] * 255.5f;
            bytes[i] = scaled >= 255 ? (byte)255 : scaled > 0 ? (byte)scaled : (byte)0;
        }
        return bytes;
    }
}
