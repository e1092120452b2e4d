namespace TfExplain.Imaging.Jpeg;

/// <summary>Decodes the blocks of one scan: sequential, or one of the four kinds of progressive scan.</summary>
internal ref struct ScanDecoder(JpegFrame frame, JpegScan scan, int restartInterval, EntropyReader reader)
{
    private EntropyReader reader = reader;
    private InlinePredictions predictions;
    private int endOfBandRun;

    [System.Runtime.CompilerServices.InlineArray(4)]
    private struct InlinePredictions
    {
        private int first;
    }

    /// <summary>The last row of interleaved units for which there was data.</summary>
    public int LastGoodRow { get; private set; }

    /// <summary>Decodes the scan and returns where the marker after it is to be looked for.</summary>
    public int Decode(bool transformAtOnce)
    {
        var single = scan.Parts.Length == 1;
        var only = scan.Parts[0].Component;
        var rows = single ? only.BlocksDown : JpegComponent.DivideUp(frame.Height, 8 * frame.MaxVertical);
        var columns = single ? only.BlocksAcross : JpegComponent.DivideUp(frame.Width, 8 * frame.MaxHorizontal);
        Span<short> scratch = stackalloc short[64];
        var untilRestart = restartInterval;
        var restarts = 0;
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                if (!reader.Exhausted)
                    LastGoodRow = single ? row / only.Vertical : row;
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    reader.Restart(restarts++ & 7);
                    predictions = default;
                    (endOfBandRun, untilRestart) = (0, restartInterval - 1);
                }
                if (reader.Exhausted)
                {
                    if (restartInterval == 0)
                        return reader.Position;
                    continue;
                }
                for (var part = 0; part < scan.Parts.Length; part++)
                    DecodeUnit(part, row, column, single, transformAtOnce, scratch);
            }
        return reader.Position;
    }

    private void DecodeUnit(int part, int row, int column, bool single, bool transformAtOnce, scoped Span<short> scratch)
    {
        var component = scan.Parts[part].Component;
        int across = single ? 1 : component.Horizontal, down = single ? 1 : component.Vertical;
        for (var y = row * down; y < (row + 1) * down; y++)
            for (var x = column * across; x < (column + 1) * across; x++)
            {
                if (!transformAtOnce)
                {
                    DecodeBlock(part, component.Coefficients.AsSpan((y * component.StoredAcross + x) * 64, 64));
                    continue;
                }
                scratch.Clear();
                DecodeBlock(part, scratch);
                InverseDct.Transform(scratch, component.Quantizer, component.Samples.AsSpan((y * component.StoredAcross * 8 + x) * 8), component.StoredAcross * 8);
            }
    }

    private void DecodeBlock(int part, scoped Span<short> block)
    {
        if (!frame.Progressive)
            Sequential(part, block);
        else if (scan.First == 0 && scan.High == 0)
            block[0] = (short)(Dc(part) << scan.Low);
        else if (scan.First == 0)
            block[0] |= (short)(reader.Bits(1) << scan.Low);
        else if (scan.High == 0)
            AcFirst(scan.Parts[part].Ac!, block);
        else
            AcRefine(scan.Parts[part].Ac!, block);
    }

    private int Dc(int part) => predictions[part] += reader.Signed(reader.Symbol(scan.Parts[part].Dc!));

    private void Sequential(int part, scoped Span<short> block)
    {
        block[0] = (short)Dc(part);
        var table = scan.Parts[part].Ac!;
        for (var k = 1; k < 64; k++)
        {
            var symbol = reader.Symbol(table);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run != 15)
                break;
            k += run;
            if (size != 0)
                block[ZigZag.Order[k]] = (short)reader.Signed(size);
        }
    }

    private void AcFirst(HuffmanTable table, scoped Span<short> block)
    {
        if (endOfBandRun > 0)
        {
            endOfBandRun--;
            return;
        }
        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = reader.Symbol(table);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run != 15)
            {
                endOfBandRun = (1 << run) + reader.Bits(run) - 1;
                break;
            }
            k += run;
            if (size != 0)
                block[ZigZag.Order[k]] = (short)(reader.Signed(size) << scan.Low);
        }
    }

    // One more bit for each coefficient that is not zero; those that become so are coded by the run of zeros before them.
    private void AcRefine(HuffmanTable table, scoped Span<short> block)
    {
        var k = scan.First;
        for (; endOfBandRun == 0 && k <= scan.Last; k++)
        {
            var symbol = reader.Symbol(table);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run != 15)
            {
                endOfBandRun = (1 << run) + reader.Bits(run);
                break;
            }
            var value = size == 0 ? 0 : reader.Bits(1) == 1 ? 1 << scan.Low : -1 << scan.Low;
            for (; k <= scan.Last; k++)
            {
                ref var coefficient = ref block[ZigZag.Order[k]];
                if (coefficient != 0)
                    Refine(ref coefficient);
                else if (--run < 0)
                    break;
            }
            if (value != 0)
                block[ZigZag.Order[k]] = (short)value;
        }
        if (endOfBandRun == 0)
            return;
        for (; k <= scan.Last; k++)
            if (block[ZigZag.Order[k]] != 0)
                Refine(ref block[ZigZag.Order[k]]);
        endOfBandRun--;
    }

    private void Refine(ref short coefficient)
    {
        var bit = 1 << scan.Low;
        if (reader.Bits(1) == 1 && (coefficient & bit) == 0)
            coefficient += (short)(coefficient >= 0 ? bit : -bit);
    }
}
