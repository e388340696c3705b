using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>Damage that gets past the checksums of a PNG: contents are changed and the CRC is made right again.</summary>
internal static class PngMutator
{
    public static byte[] Mutate(byte[] file, Random random)
    {
        var chunks = Chunks(file);
        if (chunks.Count == 0) return Mutator.Extreme(file, random, 64);
        var which = random.Next(chunks.Count);
        var (kind, content) = chunks[which];
        switch (random.Next(8))
        {
            case 0: chunks[which] = (kind, Mutator.Blind(content, content, random)); break;
            case 1: chunks[which] = (kind, Mutator.Extreme(content, random, 13)); break;
            case 2: chunks.RemoveAt(which); break;
            case 3: chunks.Insert(random.Next(chunks.Count), (kind, content)); break;
            case 4: (chunks[which], chunks[0]) = (chunks[0], chunks[which]); break;
            case 5: chunks[which] = (((string[])["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "zzzz"])[random.Next(6)], content); break;
            case 6: InsidePixels(chunks, random); break;
            default: return Lie(file, random);
        }
        return [.. file[..8], .. chunks.SelectMany(chunk => TinyPng.Chunk(chunk.Kind, chunk.Content))];
    }

    /// <summary>Unpacks the scanlines, damages them and packs them again: filters and palette indices that cannot be.</summary>
    private static void InsidePixels(List<(string Kind, byte[] Content)> chunks, Random random)
    {
        byte[] packed = [.. chunks.Where(chunk => chunk.Kind == "IDAT").SelectMany(chunk => chunk.Content)];
        using var lines = new MemoryStream();
        try
        {
            using var inflate = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            inflate.CopyTo(lines);
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return; // damaged already
        }
        var at = chunks.FindIndex(chunk => chunk.Kind == "IDAT");
        if (at < 0) return;
        chunks.RemoveAll(chunk => chunk.Kind == "IDAT");
        chunks.Insert(Math.Min(at, chunks.Count), ("IDAT", TinyPng.Deflated(Mutator.Blind(lines.ToArray(), [], random))));
    }

    /// <summary>A chunk says another length than it has.</summary>
    private static byte[] Lie(byte[] file, Random random)
    {
        byte[] changed = [.. file];
        var at = 8;
        for (var skip = random.Next(4); skip > 0 && at + 12 < file.Length; skip--)
            at += Math.Clamp(BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at)), 0, file.Length - at - 12) + 12;
        if (at + 4 > file.Length) return changed;
        return [.. changed[..at], .. Mutator.Extreme(changed[at..], random, 4)];
    }

    /// <summary>The chunks as far as they can be found.</summary>
    private static List<(string Kind, byte[] Content)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) break;
            chunks.Add((Encoding.Latin1.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + (int)length)]));
            at += 12 + (int)length;
        }
        return chunks;
    }
}
