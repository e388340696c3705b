using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class ChecksumTests : IDisposable
{
    private const string Md5OfAbc = "900150983cd24fb0d6963f7d28e17f72"; // RFC 1321, A.5
    private const string Sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, B.1

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, Md5OfAbc, true), InlineData(false, Sha256OfAbc, true), InlineData(false, "BA7816BF", true),
        InlineData(false, "ba7816be", false), InlineData(true, "900150983cd24fb0d6963f7d28e17f73", false)]
    public async Task The_standards_example(bool md5, string digits, bool equal)
    {
        File.WriteAllText(folder["abc"], "abc");
        var checksum = md5 ? Checksum.Md5(digits) : Checksum.Sha256(digits);
        Assert.Equal(equal, await checksum.IsOfAsync(folder["abc"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true, "9001509"), InlineData(false, "ba7816b"), InlineData(false, "ba7816bg"), InlineData(false, Sha256OfAbc + "0")]
    public void What_is_no_checksum_is_refused(bool md5, string digits) =>
        Assert.Contains($"'{digits}' is no checksum",
            Assert.Throws<DataSetException>(() => md5 ? Checksum.Md5(digits) : Checksum.Sha256(digits)).Message);
}
