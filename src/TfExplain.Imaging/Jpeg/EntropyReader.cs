namespace TfExplain.Imaging.Jpeg;

/// <summary>Reads the bits between two markers. Past their end it gives zeros, so that a truncated file still shows a picture.</summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> file, int position)
{
    private readonly ReadOnlySpan<byte> file = file;
    private int position = position;

    // The next bits, from the highest down; those below `count` are zeros.
    private ulong bits;
    private int count;

    /// <summary>The marker that ended the data, or 0 while there is more; the end of the file counts as EOI.</summary>
    public int Marker { get; private set; }

    /// <summary>True once more bits were asked for than the data has.</summary>
    public bool Exhausted { get; private set; }

    /// <summary>Where the marker after the data is to be looked for.</summary>
    public readonly int Position => Marker != 0 ? Math.Max(0, position - 2) : position;

    public int Bits(int n)
    {
        if (n == 0)
            return 0;
        Require(n);
        var value = (int)(bits >> (64 - n));
        Skip(n);
        return value;
    }

    /// <summary>Reads a number of <paramref name="n"/> bits whose first bit tells its sign: 0 for a negative one.</summary>
    public int Signed(int n)
    {
        var value = Bits(n);
        return n > 0 && value < 1 << (n - 1) ? value - (1 << n) + 1 : value;
    }

    public int Symbol(HuffmanTable table)
    {
        if (count < 17)
            Fill();
        var code = table.Decode((int)(bits >> 48));
        Require(code >> 8);
        Skip(code >> 8);
        return code & 255;
    }

    /// <summary>Passes the restart marker that is due, as libjpeg does: a wrong one is skipped or kept, whichever loses less.</summary>
    public void Restart(int expected)
    {
        (bits, count) = (0, 0);
        if (Marker == 0)
            SeekMarker();
        while (true)
        {
            // How far the marker is ahead of the expected one, modulo 8.
            var ahead = (Marker - JpegMarker.Rst0 - expected) & 7;
            var isRestart = Marker is >= JpegMarker.Rst0 and <= JpegMarker.Rst7;
            if (Marker >= JpegMarker.Sof0 && (!isRestart || ahead is 1 or 2))
                return;
            if (isRestart && ahead is not (6 or 7))
            {
                (Marker, Exhausted) = (0, false);
                return;
            }
            SeekMarker();
        }
    }

    private void Require(int n)
    {
        if (count >= n)
            return;
        Fill();
        if (count >= n)
            return;
        Exhausted = true;
        count = 57;
    }

    private void Skip(int n)
    {
        bits <<= n;
        count -= n;
    }

    private void Fill()
    {
        while (count <= 56 && Marker == 0)
        {
            if (position >= file.Length)
            {
                End();
                return;
            }
            ulong value = file[position++];
            if (value == 0xFF)
            {
                while (position < file.Length && file[position] == 0xFF)
                    position++;
                if (position >= file.Length)
                {
                    End();
                    return;
                }
                // A zero is stuffed after an 0xFF that is data.
                var next = file[position++];
                if (next != 0)
                {
                    Marker = next;
                    return;
                }
            }
            bits |= value << (56 - count);
            count += 8;
        }
    }

    private void SeekMarker()
    {
        Marker = 0;
        while (Marker == 0)
        {
            while (position < file.Length && file[position] != 0xFF)
                position++;
            while (position < file.Length && file[position] == 0xFF)
                position++;
            if (position >= file.Length)
                End();
            else
                Marker = file[position++];
        }
    }

    // Two past the end, so that no marker is found again there.
    private void End() => (Marker, position) = (JpegMarker.Eoi, file.Length + 2);
}
