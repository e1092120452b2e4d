namespace TfExplain.Imaging.Jpeg;

/// <summary>Marker codes: the byte that follows 0xFF.</summary>
internal static class JpegMarker
{
    public const int Sof0 = 0xC0, Sof1 = 0xC1, Sof2 = 0xC2, Dht = 0xC4, Jpg = 0xC8, Dac = 0xCC, Rst0 = 0xD0, Rst7 = 0xD7, Soi = 0xD8, Eoi = 0xD9,
        Sos = 0xDA, Dqt = 0xDB, Dnl = 0xDC, Dri = 0xDD, App0 = 0xE0, App1 = 0xE1, App14 = 0xEE, Tem = 0x01;

    public static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (Dht or Jpg or Dac);

    /// <summary>A marker that stands alone, without a length and data.</summary>
    public static bool IsAlone(int marker) => marker is Tem or (>= Rst0 and <= Soi);

    /// <summary>The coding process that a frame marker other than baseline, extended sequential or progressive announces.</summary>
    public static string Process(int frame) => frame switch
    {
        0xC3 => "lossless",
        0xC5 or 0xC6 => "hierarchical",
        0xC7 => "hierarchical lossless",
        0xC9 or 0xCA => "arithmetic-coded",
        0xCB => "arithmetic-coded lossless",
        _ => "arithmetic-coded hierarchical",
    };
}
