namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>Damages files as disks, networks and attackers do. The same random numbers give the same damage.</summary>
internal static class Mutator
{
    /// <summary>Bytes and sizes at which programs break.</summary>
    private static readonly uint[] extremes =
        [0, 1, 2, 7, 8, 15, 16, 127, 128, 255, 256, 1000, 4096, 16_000, 16_383, 16_384, 32_767, 32_768, 65_500, 65_535, 65_536,
            0x00FF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF];

    /// <summary>One to four changes, half of the time with knowledge of the format.</summary>
    /// <param name="file">A sound file.</param>
    /// <param name="other">Another sound file, for parts of it.</param>
    /// <param name="random">Decides everything.</param>
    public static byte[] Mutate(byte[] file, byte[] other, Random random)
    {
        for (var changes = 1 + random.Next(random.Next(1, 5)); changes > 0; changes--)
        {
            file = random.Next(2) == 0 ? Blind(file, other, random)
                : file.AsSpan().StartsWith<byte>([0x89, (byte)'P']) ? PngMutator.Mutate(file, random)
                : file.AsSpan().StartsWith<byte>([0xFF, 0xD8]) ? JpegMutator.Mutate(file, random)
                : file.AsSpan().StartsWith("RIFF"u8) ? WebpMutator.Mutate(file, random)
                : Extreme(file, random, within: 138); // a BMP: its headers
        }
        return file;
    }

    /// <summary>Changes that know nothing of the format.</summary>
    public static byte[] Blind(byte[] file, byte[] other, Random random)
    {
        if (file.Length == 0) return file;
        var (at, length) = Block(file, random);
        byte[] changed = [.. file];
        switch (random.Next(10))
        {
            case 0: changed[at] ^= (byte)(1 << random.Next(8)); return changed;
            case 1: changed[at] = (byte)random.Next(256); return changed;
            case 2: return file[..at];
            case 3: return [.. file[..at], .. file[(at + length)..]];
            case 4: return [.. file[..(at + length)], .. file[at..]];
            case 5: random.NextBytes(changed.AsSpan(at, length)); return changed;
            case 6: return [.. file[..at], .. Noise(random), .. file[at..]];
            case 7: changed.AsSpan(at, length).Fill((byte)(random.Next(2) * 255)); return changed;
            case 8 when other.Length > 0: return [.. file[..at], .. other[random.Next(other.Length)..]];
            default: return Extreme(file, random, file.Length);
        }
    }

    /// <summary>Puts an extreme number of 1 to 4 bytes at a place, in either order of bytes.</summary>
    public static byte[] Extreme(byte[] file, Random random, int within)
    {
        byte[] changed = [.. file];
        var (value, bytes, big) = (extremes[random.Next(extremes.Length)], random.Next(1, 5), random.Next(2) == 0);
        var at = random.Next(Math.Max(1, Math.Min(within, file.Length)));
        for (var i = 0; i < bytes && at + i < file.Length; i++) changed[at + i] = (byte)(value >> (8 * (big ? bytes - 1 - i : i)));
        return changed;
    }

    private static (int At, int Length) Block(byte[] file, Random random)
    {
        // The first bytes decide most: every other change happens there.
        var at = random.Next(random.Next(2) == 0 ? file.Length : Math.Min(file.Length, 64));
        return (at, random.Next(1, Math.Min(64, file.Length - at) + 1));
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 64)];
        random.NextBytes(noise);
        return noise;
    }
}
