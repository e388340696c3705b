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
    [InlineData("", "it is empty (0 bytes)")]
    [InlineData("hello", "no format that is known")]
    [InlineData("<!DOCTYPE html><html>", "web page")]
    [InlineData("\n  <html>", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull")]
    [InlineData("\u0089HDF\r\n\u001a\n", "HDF5")]
    [InlineData("\u0093NUMPY\u0001\0", "NumPy")]
    [InlineData("GGUF\u0003\0\0\0", "GGUF")]
    [InlineData("{\"metadata\": {\"total_size\": 12}, \"weight_map\": {}}", "the index of a sharded model")]
    [InlineData("\n{\"a\": 1}", "a JSON file")]
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
        Assert.Contains("a plain Python pickle",
            Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["plain.pkl"])).Message);
    }

    [Fact]
    public void What_is_cut_off_says_so()
    {
        using (var tensor = ones(100)) SafetensorsFile.Write(folder["a.safetensors"], new Dictionary<string, Tensor> { ["a"] = tensor });
        File.Copy(Shared.Path("golden", "models", "srvgg_x4", "weights.pth"), folder["zip.pth"]);
        File.Copy(Shared.Path("weights", "lpips_v0.1_alex.pth"), folder["legacy.pth"]);
        foreach (var name in new[] { "a.safetensors", "zip.pth", "legacy.pth" })
        {
            var whole = File.ReadAllBytes(folder[name]);
            foreach (var length in new[] { 20, whole.Length / 2, whole.Length - 1 })
            {
                File.WriteAllBytes(folder["cut"], whole[..length]);
                var message = Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["cut"])).Message;
                Assert.True(message.Contains("truncated") || message.Contains("the file has"),
                    $"{name}, {length} of {whole.Length} bytes: {message}");
            }
        }
    }

    [Fact]
    public void A_sound_file_without_tensors_says_so()
    {
        PickleBytes.WriteZip(folder["empty.pth"], PickleBytes.Pickle("}"));
        SafetensorsFile.Write(folder["empty.safetensors"], []);
        foreach (var name in new[] { "empty.pth", "empty.safetensors" })
            Assert.Contains("holds no tensors", Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder[name])).Message);
    }

    [Fact]
    public void A_part_of_a_sharded_model_says_which_part_it_is()
    {
        using var scope = NewDisposeScope();
        foreach (var name in new[] { "model-00002-of-00003.safetensors", "model-00001-of-00001.safetensors" })
            SafetensorsFile.Write(folder[name], new Dictionary<string, Tensor> { ["a"] = ones(1) });
        Assert.Contains("part 2 of 3 of a sharded model",
            Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["model-00002-of-00003.safetensors"])).Message);
        WeightsFile.Open(folder["model-00001-of-00001.safetensors"]).Dispose();
    }

    [Fact]
    public void A_folder_and_a_pipe_are_refused_at_once()
    {
        Directory.CreateDirectory(folder["parts"]);
        Assert.Contains("it is a folder", Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["parts"])).Message);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        System.Diagnostics.Process.Start("mkfifo", [folder["pipe.pth"]]).WaitForExit();
        Assert.Contains("a pipe", Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["pipe.pth"])).Message);
    }

    [Fact]
    public void A_key_is_for_PyTorch_files_only()
    {
        using (var tensor = ones(1)) SafetensorsFile.Write(folder["a.safetensors"], new Dictionary<string, Tensor> { ["a"] = tensor });
        Assert.Contains("no dictionary 'params'",
            Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["a.safetensors"], "params")).Message);
    }

    [Fact]
    public void A_missing_file_is_missing() =>
        Assert.Contains("nowhere.pth", Assert.Throws<FileNotFoundException>(() => WeightsFile.Open("nowhere.pth")).Message);
}
