namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>Damage within and between the segments of a JPEG; their lengths stay right, so that the decoder goes on.</summary>
internal static class JpegMutator
{
    public static byte[] Mutate(byte[] file, Random random)
    {
        var (segments, scan) = Segments(file);
        if (segments.Count < 2) return Mutator.Extreme(file, random, 64);
        var which = random.Next(segments.Count);
        var (marker, content) = segments[which];
        switch (random.Next(8))
        {
            case 0: segments[which] = (marker, Mutator.Blind(content, content, random)); break;
            case 1: segments[which] = (marker, Mutator.Extreme(content, random, content.Length)); break;
            case 2: segments.RemoveAt(which); break;
            case 3: segments.Insert(random.Next(segments.Count), segments[which]); break;
            case 4: (segments[which], segments[0]) = (segments[0], segments[which]); break;
            case 5: segments[which] = ((byte)(0xC0 + random.Next(16)), content); break;
            case 6: scan = Mutator.Blind(scan, scan, random); break;
            default:
                var frame = segments.FindIndex(segment => segment.Marker is >= 0xC0 and <= 0xC3);
                // precision, height, width, components
                if (frame >= 0) segments[frame] = (segments[frame].Marker, Mutator.Extreme(segments[frame].Content, random, 6));
                break;
        }
        return [0xFF, 0xD8, .. segments.SelectMany(
            segment => new byte[] { 0xFF, segment.Marker, (byte)((segment.Content.Length + 2) >> 8),
            (byte)(segment.Content.Length + 2) }.Concat(segment.Content)), .. scan];
    }

    /// <summary>What comes before the first scan's data, and all that follows.</summary>
    private static (List<(byte Marker, byte[] Content)> Segments, byte[] Scan) Segments(byte[] file)
    {
        var segments = new List<(byte, byte[])>();
        var at = 2;
        while (at + 4 <= file.Length && file[at] == 0xFF)
        {
            var length = (file[at + 2] << 8) | file[at + 3];
            if (length < 2 || at + 2 + length > file.Length) break;
            segments.Add((file[at + 1], file[(at + 4)..(at + 2 + length)]));
            at += 2 + length;
            if (segments[^1].Item1 == 0xDA) break;
        }
        return (segments, file[Math.Min(at, file.Length)..]);
    }
}
