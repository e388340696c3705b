using System.Buffers.Binary;

namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>Damage within and between the chunks of a WebP; lengths stay right, so that the decoder goes on.</summary>
internal static class WebpMutator
{
    public static byte[] Mutate(byte[] file, Random random)
    {
        var chunks = Chunks(file);
        if (chunks.Count == 0) return Mutator.Extreme(file, random, 64);
        var which = random.Next(chunks.Count);
        var (kind, content) = chunks[which];
        switch (random.Next(6))
        {
            case 0: chunks[which] = (kind, Mutator.Blind(content, content, random)); break;
            case 1: chunks[which] = (kind, Mutator.Extreme(content, random, 10)); break; // sizes
            case 2:
                chunks.Insert(0, ("VP8X"u8.ToArray(),
                [(byte)random.Next(64), 0, 0, 0, (byte)random.Next(256), (byte)random.Next(2), 0, (byte)random.Next(256),
                (byte)random.Next(2), 0])); break;
            case 3: chunks.Insert(random.Next(chunks.Count), chunks[which]); break;
            case 4:
                chunks[which] = (((byte[][])[[.. "VP8 "u8], [.. "VP8L"u8], [.. "ALPH"u8], [.. "ANMF"u8]])[random.Next(4)], content);
                break;
            default: return Mutator.Extreme(file, random, 30);
        }
        byte[] body = [.. "WEBP"u8, .. chunks.SelectMany(
            chunk => chunk.Kind.Concat(BitConverter.GetBytes(chunk.Content.Length)).Concat(chunk.Content)
            .Concat(new byte[chunk.Content.Length % 2]))];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
    }

    private static List<(byte[] Kind, byte[] Content)> Chunks(byte[] file)
    {
        var chunks = new List<(byte[], byte[])>();
        for (var at = 12; at + 8 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            if (length > file.Length - at - 8) break;
            chunks.Add((file[at..(at + 4)], file[(at + 8)..(at + 8 + (int)length)]));
            at += 8 + (int)length + ((int)length % 2);
        }
        return chunks;
    }
}
