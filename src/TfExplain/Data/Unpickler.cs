using System.Buffers.Binary;
using System.Text;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// Reads the pickles of CIFAR: protocol 2, dictionaries, lists, tuples, byte strings, integers, and NumPy arrays of bytes. It knows the opcodes that
/// these files use and three names, those of an array, and refuses all else; nothing is ever run. Nothing recurses.
/// </summary>
internal sealed class Unpickler(ReadOnlyMemory<byte> file, string name)
{
    // The largest file has 50000 classes, twice, as many file names, and the memo of them.
    private const int MaxValues = 1 << 20;

    private static readonly object Mark = new(), Reconstruct = new(), Ndarray = new(), Dtype = new(), UnsignedByte = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _at;
    private int _values;

    /// <summary>The object: null, bool, int, string (Latin-1; bytes in the file's memory if it is long), <c>List</c>, <c>object[]</c> for a tuple, <c>Dictionary</c>, or <see cref="PickledBytes"/>.</summary>
    public object? Load()
    {
        if (Byte() != 0x80 || Byte() != 2) throw Error("expected a pickle of protocol 2");
        while (true)
        {
            var start = _at;
            var opcode = Byte();
            if (opcode == '.') return _stack.Count == 1 ? Pop() : throw Error($"expected one object at the end; found {_stack.Count}");
            if (++_values > 16 * MaxValues || _stack.Count > MaxValues || _memo.Count > MaxValues) throw Error($"expected at most {MaxValues} values");
            Step(opcode, start);
        }
    }

    /// <summary>What a value is, in words.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "nothing",
        PickledBytes bytes => $"bytes [{string.Join(',', bytes.Shape)}]",
        List<object?> list => $"a list of {list.Count}",
        Dictionary<string, object?> => "a dictionary",
        object?[] tuple => $"a tuple of {tuple.Length}",
        string or ReadOnlyMemory<byte> => "text",
        int number => $"the number {number}",
        bool => "a truth value",
        _ => "another object",
    };

    private void Step(byte opcode, int start)
    {
        switch (opcode)
        {
            case (byte)'(': Push(Mark); break;
            case (byte)'}': Push(new Dictionary<string, object?>(StringComparer.Ordinal)); break;
            case (byte)']': Push(new List<object?>()); break;
            case (byte)')': Push(Array.Empty<object?>()); break;
            case (byte)'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case (byte)'K': Push((int)Byte()); break;
            case (byte)'M': Push((int)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': Push(BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'U': Push(Encoding.Latin1.GetString(Take(Byte()))); break;
            case (byte)'T': Push(Memory(Length())); break;
            case (byte)'q': Memoise(Byte()); break;
            case (byte)'r': Memoise(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); break;
            case (byte)'h': Push(Remembered(Byte())); break;
            case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x85 or 0x86 or 0x87: Push(Pop(opcode - 0x84)); break;
            case (byte)'t': Push(PopToMark()); break;
            case (byte)'a': Append([Pop()]); break;
            case (byte)'e': Append(PopToMark()); break;
            case (byte)'s': Set(Pop(2)); break;
            case (byte)'u': Set(PopToMark()); break;
            case (byte)'c': Push(Global(Line(), Line())); break;
            case (byte)'R': Reduce(); break;
            case (byte)'b': Build(); break;
            default: throw Error($"expected an opcode that CIFAR's files use; found {opcode:X2}", start);
        }
    }

    // The three names that an array of bytes needs; they are marks, nothing is looked up.
    private object Global(string module, string member) => (module, member) switch
    {
        ("numpy.core.multiarray", "_reconstruct") => Reconstruct,
        ("numpy", "ndarray") => Ndarray,
        ("numpy", "dtype") => Dtype,
        _ => throw Error($"refused the name '{module}.{member}': only arrays of NumPy are read, and code in files is never run"),
    };

    private void Reduce()
    {
        var arguments = Pop() as object?[];
        var function = Pop();
        if (function == Reconstruct && arguments is [var type, object?[] and [0], _] && type == Ndarray)
            Push(new PickledBytes());
        else if (function == Dtype && arguments is ["u1", _, _])
            Push(UnsignedByte);
        else
            throw Error($"expected an array of unsigned bytes; found {(function == Dtype && arguments is [string other, ..] ? $"the element type '{other}'" : "another object")}");
    }

    private void Build()
    {
        var state = Pop() as object?[];
        var target = _stack.Count > 0 ? _stack[^1] : null;
        // Byte order and alignment say nothing of single bytes.
        if (target == UnsignedByte && state is not null) return;
        if (target is not PickledBytes array || state is not [1, object?[] shape, var type, false, string or ReadOnlyMemory<byte>] || type != UnsignedByte) throw Error("expected the shape, the element type u1, C order and the bytes of an array; found another state");
        var data = state[4] is string text ? Encoding.Latin1.GetBytes(text) : (ReadOnlyMemory<byte>)state[4]!;
        decimal count = 1;
        foreach (var extent in shape) count = extent is int size and >= 0 && count <= int.MaxValue ? count * size : throw Error("expected the extents of an array");
        if (count != data.Length) throw Error($"expected {count} bytes for an array [{string.Join(',', shape)}]; found {data.Length}");
        (array.Shape, array.Data) = ([.. shape.Cast<int>()], data);
    }

    private void Append(ReadOnlySpan<object?> items)
    {
        if (_stack.Count == 0 || _stack[^1] is not List<object?> list) throw Error("expected a list to append to");
        list.AddRange(items);
    }

    private void Set(ReadOnlySpan<object?> pairs)
    {
        if (_stack.Count == 0 || _stack[^1] is not Dictionary<string, object?> dictionary || pairs.Length % 2 != 0) throw Error("expected a dictionary and pairs to set in it");
        for (var i = 0; i < pairs.Length; i += 2) dictionary[pairs[i] as string ?? throw Error($"expected a key of text; found {Describe(pairs[i])}")] = pairs[i + 1];
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Pop() => Pop(1)[0];

    private object?[] Pop(int count)
    {
        if (_stack.Count < count || _stack[^count..].Contains(Mark)) throw Error($"expected {count} values on the stack");
        var values = _stack[^count..].ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0) throw Error("expected a mark on the stack");
        var values = _stack[(mark + 1)..].ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private void Memoise(uint key) => _memo[key] = _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw Error("expected a value to remember");

    private object? Remembered(uint key) => _memo.TryGetValue(key, out var value) ? value : throw Error($"expected a remembered value {key}");

    private ReadOnlyMemory<byte> Memory(int length)
    {
        Take(length);
        return file.Slice(_at - length, length);
    }

    private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Take(4)) is var length and >= 0 ? length : throw Error("expected a length");

    private string Line()
    {
        var end = file.Span[_at..].IndexOf((byte)'\n');
        if (end is < 0 or > 100) throw Error("expected a name and a line's end");
        var line = Encoding.Latin1.GetString(Take(end));
        _at++;
        return line;
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > file.Length - _at) throw Error($"expected {count} more bytes; the file ends at byte {file.Length}");
        _at += count;
        return file.Span.Slice(_at - count, count);
    }

    private DatasetException Error(string what, int? at = null) => new($"{name}: {what}, at byte {at ?? _at}.");
}
