using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public class UnpicklerTests
{
    private static object? Load(byte[] pickle) => new Unpickler(pickle, "p").Load();

    private static byte[] Protocol2(params byte[] opcodes) => [0x80, 2, .. opcodes];

    [Fact]
    public void Values_are_read()
    {
        Load(Protocol2([.. "K\u0007."u8])).ShouldBe(7);
        Load(Protocol2([.. "M\u0001\u0002."u8])).ShouldBe(513);
        Load(Protocol2([(byte)'J', 0xFE, 0xFF, 0xFF, 0xFF, (byte)'.'])).ShouldBe(-2);
        Load(Protocol2([.. "N."u8])).ShouldBeNull();
        Load(Protocol2([0x88, (byte)'.'])).ShouldBe(true);
        Load(Protocol2([.. "]K\u0001a(K\u0002K\u0003e."u8])).ShouldBe(new List<object?> { 1, 2, 3 });
        Load(Protocol2([.. "}U\u0001aK\u0001s(U\u0001bK\u0002u."u8])).ShouldBe(new Dictionary<string, object?> { ["a"] = 1, ["b"] = 2 });
        Load(Protocol2([.. ")."u8])).ShouldBe(System.Array.Empty<object?>());
        Load(Protocol2([.. "U\u0001xq\u0003h\u0003"u8, 0x86, (byte)'.'])).ShouldBe(new object[] { "x", "x" });
        var array = Load(Protocol2([.. CifarPickle.Array([2, 3], [1, 2, 3, 4, 5, 6]), (byte)'.'])).ShouldBeOfType<PickledBytes>();
        array.Shape.ShouldBe([2, 3]);
        array.Data.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    // What a pickle could run: a function's name, an object, an extension, a persistent identifier.
    [Theory]
    [InlineData("cos\nsystem\n(S'true'\ntR.", "os.system")]
    [InlineData("cposix\nsystem\nU\u0004trueR.", "posix.system")]
    [InlineData("c__builtin__\neval\n.", "__builtin__.eval")]
    [InlineData("cnumpy\nload\n.", "numpy.load")]
    [InlineData("(i__main__\nX\n.", "found 69")]
    [InlineData("(cnumpy\nndarray\no.", "found 6F")]
    [InlineData("Pid\n.", "found 50")]
    [InlineData("S'text'\n.", "found 53")]
    [InlineData("I1\n.", "found 49")]
    public void Nothing_else_is_read(string opcodes, string says)
    {
        var error = Should.Throw<DatasetException>(() => Load(Protocol2([.. opcodes.Select(c => (byte)c)])));
        error.Message.ShouldStartWith("p: ");
        error.Message.ShouldContain(says);
    }

    [Fact]
    public void Arrays_of_something_else_are_refused()
    {
        Should.Throw<DatasetException>(() => Load(Protocol2([.. CifarPickle.Array([1], [1], "f4"), (byte)'.']))).Message.ShouldContain("'f4'");
        Should.Throw<DatasetException>(() => Load(Protocol2([.. CifarPickle.Array([3], [1, 2]), (byte)'.']))).Message.ShouldContain("3 bytes for an array [3]; found 2");
        Should.Throw<DatasetException>(() => Load(Protocol2([.. CifarPickle.Array([int.MaxValue, int.MaxValue, int.MaxValue], [1, 2]), (byte)'.'])));
        Should.Throw<DatasetException>(() => Load(Protocol2([.. CifarPickle.Array([-1, -1], [1]), (byte)'.'])));
        Should.Throw<DatasetException>(() => Load(Protocol2([.. "cnumpy\nndarray\n)R."u8])));
        Should.Throw<DatasetException>(() => Load([0x80, 4, (byte)'N', (byte)'.'])).Message.ShouldContain("protocol 2");
    }

    // Every single-byte change gives an object or a DatasetException, and ends.
    [Fact]
    public void Damaged_pickles_do_no_harm()
    {
        var whole = Protocol2([.. "}("u8, .. CifarPickle.Text("list"), .. "](K\u0001K\u0002e"u8, .. CifarPickle.Text("data"), .. CifarPickle.Array([2, 1], [1, 2]), .. "u."u8]);
        Load(whole).ShouldBeOfType<Dictionary<string, object?>>();
        var refused = 0;
        for (var at = 0; at < whole.Length; at++)
            for (var value = 0; value < 256; value++)
            {
                var damaged = (byte[])whole.Clone();
                damaged[at] = (byte)value;
                try
                {
                    Load(damaged);
                }
                catch (DatasetException)
                {
                    refused++;
                }
            }
        refused.ShouldBeGreaterThan(whole.Length * 100);
        for (var length = 0; length < whole.Length; length++) Should.Throw<DatasetException>(() => Load(whole[..length]));
    }

    [Fact]
    public void A_flood_of_values_is_refused()
    {
        Should.Throw<DatasetException>(() => Load(Protocol2([.. Enumerable.Repeat((byte)'N', 2 << 20)]))).Message.ShouldContain("at most");
    }
}
