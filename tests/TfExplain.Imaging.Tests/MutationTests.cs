using System.Diagnostics;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Imaging.Tests;

/// <summary>Damaged files give pixels or the format's own exception: never another one, a hang or a large allocation.</summary>
public class MutationTests
{
    private const int Mutants = 400;

    public static TheoryData<string> Pictures =>
    [
        "imaging/png/rgb8.png", "imaging/png/palette4_trns_interlaced.png", "imaging/png/gray16.png", "imaging/png/idat_100.png", "imaging/png/rgba16_interlaced.png",
        "imaging/jpeg/size_31x15.jpg", "imaging/jpeg/size_31x15_progressive_422.jpg", "imaging/jpeg/cup_restart_blocks_5.jpg", "imaging/jpeg/cup_cmyk_progressive.jpg",
        "imaging/jpeg/orientation_6.jpg", "imaging/other/palette8.bmp", "imaging/other/rgba32.bmp", "imaging/other/gray.pgm",
    ];

    [Theory, MemberData(nameof(Pictures))]
    public void Damaged_pictures_are_read_or_refused(string file)
    {
        var original = File.ReadAllBytes(Fixtures.Path(file.Split('/')));
        Mutate(original, mutant => Image.Load(mutant, "mutant"), static e => e is ImageFormatException);
    }

    [Theory, MemberData(nameof(Pictures))]
    public void Pictures_cut_short_are_read_or_refused(string file)
    {
        var original = File.ReadAllBytes(Fixtures.Path(file.Split('/')));
        for (var length = 0; length < original.Length; length += Math.Max(1, original.Length / 200))
            ShouldEndWell(original[..length], mutant => Image.Load(mutant, "mutant"), static e => e is ImageFormatException, $"length {length}");
    }

    [Fact]
    public void Damaged_arrays_are_read_or_refused()
    {
        byte[][] files =
        [
            new NpyArray(new float[6], 2, 3).ToBytes(), new NpyArray(new[] { "ab", "c" }, 2).ToBytes(), new NpyArray(new long[4], 4).ToBytes(),
        ];
        foreach (var file in files)
        {
            Mutate(file, mutant => NpyArray.Load(mutant, "mutant"), static e => e is NpyFormatException);
            for (var length = 0; length < file.Length; length++)
                ShouldEndWell(file[..length], mutant => NpyArray.Load(mutant, "mutant"), static e => e is NpyFormatException, $"length {length}");
        }
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused() =>
        Mutate(SmallArchive(), static mutant =>
        {
            using var archive = NpzArchive.Open(mutant, "mutant");
            foreach (var name in archive.Names)
                _ = archive[name];
        }, static e => e is NpyFormatException);

    private static byte[] SmallArchive()
    {
        var path = Path.GetTempFileName();
        try
        {
            NpzArchive.Save(path, [new("a", new NpyArray(new float[10], 10)), new("b", new NpyArray(new[] { "x" }, 1))]);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Mutate(byte[] original, Action<byte[]> read, Func<Exception, bool> expected)
    {
        var random = new Random(original.Length);
        for (var n = 0; n < Mutants; n++)
        {
            var mutant = (byte[])original.Clone();
            for (var flips = 1 + random.Next(4); flips > 0; flips--)
                // Half the damage goes to the headers, where it does most harm.
                mutant[random.Next(random.Next(2) == 0 ? mutant.Length : Math.Min(mutant.Length, 200))] = random.Next(3) == 0 ? (byte)255 : (byte)random.Next(256);
            ShouldEndWell(mutant, read, expected, $"mutant {n}");
        }
    }

    private static void ShouldEndWell(byte[] mutant, Action<byte[]> read, Func<Exception, bool> expected, string which)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        try
        {
            read(mutant);
        }
        catch (Exception e) when (expected(e))
        {
            e.Message.ShouldContain("mutant");
        }
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2), which);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 << 20, which);
    }
}
