using System.Buffers.Binary;
using Tensorboard;

namespace SuperResolution.Training;

/// <summary>TensorBoard's event files as they lie on the disk: records of length, checksum, message, checksum.</summary>
internal static class EventFiles
{
    private const int Before = 12, Behind = 4; // length (8) and its CRC (4); CRC of the message

    /// <summary>
    /// Removes the events behind a step, and a record that was cut by a crash, from all event files of a folder; files are replaced
    /// atomically.
    /// </summary>
    public static void Cut(string folder, int step)
    {
        foreach (var path in Directory.GetFiles(folder, "events.out.tfevents.*"))
        {
            var file = File.ReadAllBytes(path);
            using var kept = new MemoryStream();
            for (var at = 0; Record(file, at) is var length and > 0; at += length)
            {
                var message = Event.Parser.ParseFrom(file, at + Before, length - Before - Behind);
                if (message.Step <= step) kept.Write(file, at, length);
            }
            if (kept.Length < file.Length) AtomicFile.Write(path, kept.ToArray());
        }
    }

    /// <summary>The length of the record at a place with its frame; 0 when there is none or it is incomplete.</summary>
    private static int Record(byte[] file, int at)
    {
        if (file.Length - at < Before) return 0;
        var length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
        return length >= 0 && length <= file.Length - at - Before - Behind ? (int)length + Before + Behind : 0;
    }
}
