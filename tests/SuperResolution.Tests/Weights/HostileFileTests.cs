using System.Text;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using SuperResolution.Weights.Pth;

namespace SuperResolution.Tests.Weights;

/// <summary>Files that attack whoever reads them: nothing runs, memory stays bounded, and the error says what it was.</summary>
public abstract class HostileFileTests : IDisposable
{
    protected const int Megabyte = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string InFolder(string name) => folder[name];

    /// <summary>A file of the zip layout with this pickle, and its error.</summary>
    protected void Refused(byte[] pickle, string cause, params (string Name, byte[] Content)[] others) =>
        Refused(pickle, cause, 2 * Megabyte, null, others);

    private protected void Refused(
        byte[] pickle, string cause, long budget, PthLimits? limits, params (string Name, byte[] Content)[] others)
    {
        var path = folder[$"{Guid.NewGuid():N}.pth"];
        PickleBytes.WriteZip(path, pickle, others);
        var message = Error(path, budget, limits);
        Assert.Contains(Path.GetFileName(path), message);
        Assert.True(message.Contains(cause, StringComparison.Ordinal),
            $"'{message}' does not say '{cause}'; pickle: {Encoding.Latin1.GetString(pickle.AsSpan(0, Math.Min(pickle.Length, 200)))}");
    }

    /// <summary>The error of a file, which has to come before more than <paramref name="budget"/> bytes of memory are taken.</summary>
    private protected static string Error(string path, long budget = 2 * Megabyte, PthLimits? limits = null)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<WeightsFormatException>(() => PthFile.Read(path, null, limits ?? new PthLimits()).Dispose());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, budget);
        return error.Message;
    }
}
