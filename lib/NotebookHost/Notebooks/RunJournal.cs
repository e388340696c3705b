using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>
/// Events in a file, a line of JSON each: what was written before a sudden end of the writing process is there, and no child of it can
/// hold the reader up.
/// </summary>
internal static class RunJournal
{
    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds events, from any thread.</summary>
    internal sealed class Writer(string path) : IDisposable
    {
        private readonly FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        public void Write(RunEvent told)
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(told, json), (byte)'\n'];
            lock (file) file.Write(line);
        }

        public void Dispose() => file.Dispose();
    }

    /// <summary>Reads what is new.</summary>
    internal sealed class Reader(string path) : IDisposable
    {
        private readonly StreamReader file =
            new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite), Encoding.UTF8);
        private readonly StringBuilder rest = new();

        /// <summary>The events that are complete and were not read before.</summary>
        public IReadOnlyList<RunEvent> Read()
        {
            rest.Append(file.ReadToEnd());
            var lines = rest.ToString().Split('\n');
            rest.Clear().Append(lines[^1]);
            return [.. lines.SkipLast(1).Select(line => JsonSerializer.Deserialize<RunEvent>(line, json)!)];
        }

        public void Dispose() => file.Dispose();
    }
}
