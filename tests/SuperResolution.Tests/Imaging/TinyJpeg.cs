namespace SuperResolution.Tests.Imaging;

/// <summary>
/// Writes JPEG files of every kind with a few random coefficients in each block, straight from the standard (ISO/IEC 10918-1).
/// </summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Sampling">Horizontal and vertical sampling factor of each component: one is gray, three YCbCr, four CMYK.</param>
internal sealed record TinyJpeg(int Width, int Height, params (int H, int V)[] Sampling)
{
    // Twelve DC categories of 4 bit each; end of block is 0, and one to four bit after no zeros are 1000 … 1011.
    private static readonly byte[] dcTable = [0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    private static readonly byte[] acTable = [1, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];

    public bool Progressive { get; init; }

    /// <summary>A scan for each component instead of one for all.</summary>
    public bool SeparateScans { get; init; }

    /// <summary>Minimum coded units between restart markers, or 0.</summary>
    public int RestartInterval { get; init; }

    /// <summary>1…8, as EXIF has it; 0 writes none.</summary>
    public int Orientation { get; init; }

    public byte[] ToFile()
    {
        var file = new List<byte> { 0xFF, 0xD8 };
        if (Orientation > 0)
            Segment(file, 0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)Orientation, 0, 0, 0, 0, 0, 0,
                0]);
        if (Sampling.Length == 4) Segment(file, 0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        Segment(file, Progressive ? 0xC2 : 0xC0,
            [8, (byte)(Height >> 8), (byte)Height, (byte)(Width >> 8), (byte)Width, (byte)Sampling.Length,
            .. Sampling.SelectMany((s, i) => new byte[] { (byte)(i + 1), (byte)((s.H << 4) | s.V), 0 })]);
        Segment(file, 0xC4, [0x00, .. dcTable]);
        Segment(file, 0xC4, [0x10, .. acTable]);
        if (RestartInterval > 0) Segment(file, 0xDD, [(byte)(RestartInterval >> 8), (byte)RestartInterval]);
        int[] all = [.. Enumerable.Range(0, Sampling.Length)];
        foreach (var scan in SeparateScans ? all.Select(c => new[] { c }) : [all]) Scan(file, scan, true, !Progressive);
        for (var c = 0; Progressive && c < Sampling.Length; c++) Scan(file, [c], false, true);
        return [.. file, 0xFF, 0xD9];
    }

    private static void Segment(List<byte> file, int marker, byte[] content) =>
        file.AddRange([0xFF, (byte)marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);

    private void Scan(List<byte> file, int[] components, bool dc, bool ac)
    {
        Segment(file, 0xDA, [(byte)components.Length, .. components.SelectMany(c => new byte[] { (byte)(c + 1), 0 }), (byte)(dc ? 0 : 1),
            (byte)(ac ? 63 : 0), 0]);
        var (bits, previous, units, restarts) = (new Bits(file), new int[Sampling.Length], 0, 0);
        var (maxH, maxV) = (Sampling.Max(s => s.H), Sampling.Max(s => s.V));
        // A scan of one component has no padding to whole units of all of them (A.2.2).
        var single = components.Length == 1 ? Sampling[components[0]] : (H: 1, V: 1);
        int columns = Blocks(Width, single.H, maxH, components.Length > 1), rows = Blocks(Height, single.V, maxV, components.Length > 1);
        for (var unit = 0; unit < columns * rows; unit++)
        {
            if (RestartInterval > 0 && units++ == RestartInterval)
            {
                bits.Flush();
                file.AddRange([0xFF, (byte)(0xD0 + (restarts++ % 8))]);
                (units, previous) = (1, new int[Sampling.Length]);
            }
            foreach (var c in components)
                for (var block = 0; block < (components.Length == 1 ? 1 : Sampling[c].H * Sampling[c].V); block++)
                    Block(bits, new Random(HashCode(c, unit, block)), ref previous[c], dc, ac);
        }
        bits.Flush();
    }

    private static int Blocks(int length, int factor, int most, bool units) => units
        ? (length + (8 * most) - 1) / (8 * most)
        : ((((length * factor) + most - 1) / most) + 7) / 8;

    private int HashCode(int component, int unit, int block) =>
        (((((component * 7919) + unit) * 31) + block) * 131) + Width + (Height * 3);

    private static void Block(Bits bits, Random random, ref int previous, bool dc, bool ac)
    {
        var value = random.Next(-60, 61);
        if (dc)
        {
            var size = Size(value - previous);
            bits.Write(size, 4);
            bits.WriteValue(value - previous, size);
            previous = value;
        }
        if (!ac) return;
        for (var i = random.Next(4); i > 0; i--)
        {
            var coefficient = random.Next(1, 16) * ((random.Next(2) * 2) - 1);
            var size = Size(coefficient);
            bits.Write(0b1000 + size - 1, 4);
            bits.WriteValue(coefficient, size);
        }
        bits.Write(0, 1);
    }

    private static int Size(int value) => value == 0 ? 0 : 32 - int.LeadingZeroCount(Math.Abs(value));

    private sealed class Bits(List<byte> file)
    {
        private int held, count;

        public void Write(int value, int length)
        {
            for (var i = length - 1; i >= 0; i--)
            {
                held = (held << 1) | ((value >> i) & 1);
                if (++count < 8) continue;
                file.Add((byte)held);
                if ((byte)held == 0xFF) file.Add(0); // or it would be a marker
                (held, count) = (0, 0);
            }
        }

        public void WriteValue(int value, int size) => Write(value < 0 ? value + (1 << size) - 1 : value, size);

        public void Flush()
        {
            while (count > 0) Write(1, 1);
        }
    }
}
