using System.IO.Compression;
using System.Text;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Weights;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact] // numpy.savez(a=np.asfortranarray([[1, 2, 3], [4, 5, 6]]), b=np.float32(…), c=…)
    public void Arrays_that_NumPy_wrote()
    {
        var path = folder["a.npz"];
        Python.Run("import sys, numpy as np; np.savez_compressed(sys.argv[1], a=np.asfortranarray([[1., 2, 3], [4, 5, 6]]), " +
            "b=np.float32([0.1, -7]), c=np.int64(5), d=np.arange(24, dtype=np.int32).reshape(2, 3, 4).T)", "numpy", path);
        var arrays = NpzFile.Read(path);
        Assert.Equal([2, 3], arrays["a"].Shape);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], arrays["a"].Values);
        Assert.Equal([0.1f, -7.0], arrays["b"].Values);
        Assert.Equal([5.0], arrays["c"].Values);
        Assert.Equal([4, 3, 2], arrays["d"].Shape);
        Assert.Equal([0.0, 12, 4, 16, 8, 20, 1], arrays["d"].Values[..7]);
    }

    [Theory]
    [InlineData("NUMPX", "", "", "not a NumPy array")]
    [InlineData("NUMPY", "{'descr': '<f8'", "", "cut off", 255)]
    [InlineData("NUMPY", "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "", "cannot be read")]
    [InlineData("NUMPY", "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "12345678", "8 bytes of data for 2 numbers")]
    [InlineData("NUMPY", "{'descr': '<f8', 'fortran_order': False, 'shape': (99999, 99999), }", "", "overflow")]
    public void Damaged_arrays_are_refused_with_the_cause(string magic, string header, string data, string cause, int claimed = -1)
    {
        var content = $"\u0093{magic}\u0001\0{(char)(claimed < 0 ? header.Length : claimed)}\0{header}{data}";
        var path = folder["bad.npz"];
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("x.npy").Open())
            stream.Write(Encoding.Latin1.GetBytes(content));
        Assert.Contains(cause, Assert.Throws<WeightsFormatException>(() => NpzFile.Read(path)).Message);
    }

    [Fact]
    public void What_is_no_archive_is_refused()
    {
        File.WriteAllText(folder["no.npz"], "no archive");
        Assert.Contains("no.npz", Assert.Throws<WeightsFormatException>(() => NpzFile.Read(folder["no.npz"])).Message);
    }
}
