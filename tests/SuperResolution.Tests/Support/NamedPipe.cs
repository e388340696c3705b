using System.Runtime.InteropServices;

namespace SuperResolution.Tests.Support;

/// <summary>
/// A file that is a pipe (mkfifo). Somebody stands at its other end, so that whoever reads it gets something and the test an answer.
/// </summary>
internal sealed partial class NamedPipe : IDisposable
{
    private const uint ReadAndWrite = 0x180; // 0600
    private readonly string path;
    private readonly Thread writer;

    public NamedPipe(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "on Windows no file is a pipe");
        Assert.Equal(0, MakeFifo(path, ReadAndWrite));
        this.path = path;
        writer = new Thread(() =>
        {
            using var end = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            end.Write("no picture"u8);
        });
        writer.Start();
    }

    public void Dispose()
    {
        // nobody has read: it still waits
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0)) writer.Join();
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
