using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Tests.Training;

/// <summary>
/// A reader of TensorBoard's event files that shares no code with the writer: TFRecord frames, masked CRC-32C, and protocol buffers by
/// hand.
/// </summary>
/// <remarks>
/// Field numbers: event.proto (wall_time 1, step 2, file_version 3, summary 5), summary.proto (value 1; tag 1, simple_value 2, image 4;
/// height 1, width 2, encoded_image_string 4).
/// </remarks>
internal static class EventFileReader
{
    public sealed record Entry(double WallTime, long Step, string? FileVersion, string? Tag, float? Value, Picture? Image,
        (int Width, int Height) Size);

    public static List<Entry> Read(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal)
            .SelectMany(path => Records(File.ReadAllBytes(path)).SelectMany(Entries))];

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Assert.Equal(Masked(file.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            yield return file.AsSpan(at + 12, length).ToArray();
            at += 16 + length;
        }
    }

    private static IEnumerable<Entry> Entries(byte[] message)
    {
        var fields = Fields(message).ToList();
        var time = BitConverter.ToDouble(fields.Single(field => field.Number == 1).Bytes);
        var step = (long)fields.SingleOrDefault(field => field.Number == 2).Value;
        if (fields.FirstOrDefault(field => field.Number == 3).Bytes is { } version)
            yield return new Entry(time, step, Encoding.UTF8.GetString(version), null, null, null, default);
        foreach (var summary in fields.Where(field => field.Number == 5))
        {
            foreach (var value in Fields(summary.Bytes!).Where(field => field.Number == 1)
                .Select(field => Fields(field.Bytes!).ToDictionary(part => part.Number)))
            {
                float? scalar = value.TryGetValue(2, out var simple) ? BitConverter.ToSingle(simple.Bytes) : null;
                var image = value.TryGetValue(4, out var picture) ? Fields(picture.Bytes!).ToDictionary(part => part.Number) : null;
                yield return new Entry(time, step, null, Encoding.UTF8.GetString(value[1].Bytes!), scalar,
                    image is null ? null : Picture.Decode(image[4].Bytes!, "event"),
                    image is null ? default : ((int)image[2].Value, (int)image[1].Value));
            }
        }
    }

    private static IEnumerable<(int Number, ulong Value, byte[]? Bytes)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var wire = key & 7;
            if (wire == 0)
            {
                yield return ((int)(key >> 3), Varint(message, ref at), null);
                continue;
            }
            var length = wire switch
            {
                1 => 8,
                5 => 4,
                2 => (int)Varint(message, ref at),
                _ => throw new InvalidDataException($"wire type {wire}")
            };
            yield return ((int)(key >> 3), 0, message[at..(at + length)]);
            at += length;
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
