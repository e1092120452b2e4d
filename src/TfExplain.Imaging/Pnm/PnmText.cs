namespace TfExplain.Imaging.Pnm;

/// <summary>The decimal numbers of a PNM header or plain file; # starts a comment to the end of its line.</summary>
internal ref struct PnmText(ReadOnlySpan<byte> file, string name)
{
    private readonly ReadOnlySpan<byte> file = file;

    /// <summary>Just after the last number.</summary>
    public int Position { get; private set; } = 2;

    public int Number(string what)
    {
        while (Position < file.Length && (char.IsWhiteSpace((char)file[Position]) || file[Position] == '#'))
            if (file[Position++] == '#')
                while (Position < file.Length && file[Position] != '\n')
                    Position++;
        var start = Position;
        long value = 0;
        while (Position < file.Length && char.IsAsciiDigit((char)file[Position]) && value <= int.MaxValue)
            value = value * 10 + file[Position++] - '0';
        return Position > start && value <= int.MaxValue ? (int)value
            : throw new ImageFormatException(name, start, start == file.Length ? $"the file ends before the {what}" : $"expected a number as {what}, found the byte {file[start]:X2}");
    }
}
