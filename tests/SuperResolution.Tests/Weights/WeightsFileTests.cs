using System.Text;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

public sealed class WeightsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Either_format_is_opened_by_its_content_whatever_its_name_is()
    {
        File.Copy(Shared.Path("weights", "srcnn_955_imagenet_x3.safetensors"), folder["a.pth"]);
        File.Copy(Shared.Path("golden", "models", "srvgg_x4", "weights.pth"), folder["b.safetensors"]);
        File.Copy(Shared.Path("weights", "lpips_v0.1_alex.pth"), folder["c"]);
        using var safetensors = WeightsFile.Open(folder["a.pth"]);
        using var zip = WeightsFile.Open(folder["b.safetensors"]);
        using var legacy = WeightsFile.Open(folder["c"]);
        Assert.IsType<SafetensorsFile>(safetensors);
        Assert.Equal("32.75", safetensors.Metadata["set5_psnr"][..5]);
        Assert.IsType<PthFile>(zip);
        Assert.Equal(17, zip.Tensors.Count);
        Assert.IsType<PthFile>(legacy);
        Assert.Equal([1L, 64, 1, 1], legacy.Tensors["lin0.model.1.weight"].shape);
    }

    [Theory]
    [InlineData("", "no format that is known")]
    [InlineData("hello", "no format that is known")]
    [InlineData("<!DOCTYPE html><html>", "web page")]
    [InlineData("\n  <html>", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull")]
    [InlineData("\u0089HDF\r\n\u001a\n", "HDF5")]
    [InlineData("\u0093NUMPY\u0001\0", "NumPy")]
    [InlineData("GGUF\u0003\0\0\0", "GGUF")]
    public void Another_file_is_refused_with_what_it_is(string content, string cause)
    {
        File.WriteAllBytes(folder["x.pth"], Encoding.Latin1.GetBytes(content));
        Assert.Contains(cause, Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["x.pth"])).Message);
        Assert.Contains(cause, Assert.Throws<WeightsFormatException>(() => PthFile.Read(folder["x.pth"])).Message);
    }

    [Fact]
    public void A_tar_file_of_the_first_PyTorch_versions_is_refused_with_the_way_out()
    {
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        File.WriteAllBytes(folder["old.pth"], tar);
        Assert.Contains("before 0.1.10", Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["old.pth"])).Message);
    }

    [Fact]
    public void A_pickle_of_something_else_is_refused()
    {
        File.WriteAllBytes(folder["plain.pkl"], PickleBytes.Pickle("}"));
        Assert.Contains("a plain Python pickle", Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["plain.pkl"])).Message);
    }

    [Fact]
    public void A_key_is_for_PyTorch_files_only()
    {
        using (var tensor = ones(1)) SafetensorsFile.Write(folder["a.safetensors"], new Dictionary<string, Tensor> { ["a"] = tensor });
        Assert.Contains("no dictionary 'params'", Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["a.safetensors"], "params")).Message);
    }

    [Fact]
    public void A_missing_file_is_missing() =>
        Assert.Contains("nowhere.pth", Assert.Throws<FileNotFoundException>(() => WeightsFile.Open("nowhere.pth")).Message);
}
