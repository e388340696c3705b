using System.Security.Cryptography;
using System.Text;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

public sealed class FileDigestTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_digest_is_the_SHA_256_of_the_file_with_zeros_in_its_place()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(folder["x"], new Dictionary<string, Tensor> { ["a"] = rand(3, 5), ["b"] = empty(0), ["c"] = tensor(true) },
            new Dictionary<string, string> { ["note"] = "é" });
        Check(folder["x"]);
    }

    public static TheoryData<string> Shipped => TrainedWeightsTests.Names;

    [Theory, MemberData(nameof(Shipped))]
    public void Weights_that_ship_have_one(string name) => Check(TrainedWeights.File(name));

    [Fact]
    public void A_bit_that_has_turned_anywhere_is_found_or_harmless()
    {
        using (var network = new Srcnn(new SrcnnShape(1, 1, 1)))
            ModuleWeights.Save(network, folder["x"], new Dictionary<string, string> { ["step"] = "12", ["recipe"] = "{\"Steps\":3}" });
        var sound = File.ReadAllBytes(folder["x"]);
        var key = sound.AsSpan().IndexOf(Encoding.ASCII.GetBytes(FileDigest.Key));
        using var original = SafetensorsFile.Read(folder["x"]);
        for (var at = 0; at < sound.Length; at += at < 2000 ? 1 : 37)
        {
            var bad = sound.ToArray();
            bad[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(folder["bad"], bad);
            if (at >= key && at < key + FileDigest.Key.Length)
            {
                try
                {
                    using var read = SafetensorsFile.Read(folder["bad"]); // it has no digest any more, and what it had is intact
                    Assert.False(read.HasDigest);
                    Assert.All(original.Tensors, pair => Assert.Equal(pair.Value.bytes.ToArray(), read.Tensors[pair.Key].bytes.ToArray()));
                    Assert.Equal("12", read.Metadata["step"]);
                }
                catch (WeightsFormatException)
                {
                    // the bit made the name of the entry unreadable
                }
                continue;
            }
            Assert.Throws<WeightsFormatException>(() => SafetensorsFile.Read(folder["bad"]).Dispose());
        }
    }

    [Fact]
    public void The_message_says_what_to_do()
    {
        using (var one = ones(100)) SafetensorsFile.Write(folder["x.safetensors"], [new("a", one)]);
        var bytes = File.ReadAllBytes(folder["x.safetensors"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder["x.safetensors"], bytes);
        var message = Assert.Throws<WeightsFormatException>(() => WeightsFile.Open(folder["x.safetensors"])).Message;
        Assert.Contains("x.safetensors", message);
        Assert.Contains("it is damaged: its digest is not that of its bytes. Get it again", message);
    }

    [Fact]
    public void Files_of_others_have_none_and_metadata_that_is_copied_takes_none_along()
    {
        using var theirs = SafetensorsFile.Read(Shared.Path("weights", "srcnn_955_imagenet_x3.safetensors"));
        Assert.False(theirs.HasDigest);
        SafetensorsFile.Write(folder["x"], theirs.Tensors, theirs.Metadata);
        using var ours = SafetensorsFile.Read(folder["x"]);
        Assert.DoesNotContain(FileDigest.Key, ours.Metadata.Keys);
        SafetensorsFile.Write(folder["y"], ours.Tensors.Take(1),
            new Dictionary<string, string>(ours.Metadata) { [FileDigest.Key] = "stale" });
        Check(folder["y"]);
        SafetensorsFile.Read(folder["y"]).Dispose();
    }

    /// <summary>As anybody can, without the kit.</summary>
    private static void Check(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var mark = Encoding.ASCII.GetBytes("\"sha256 of this file with 64 zeros here\":\"");
        var at = bytes.AsSpan().IndexOf(mark) + mark.Length;
        var digits = Encoding.ASCII.GetString(bytes, at, 64);
        bytes.AsSpan(at, 64).Fill((byte)'0');
        Assert.Equal(digits, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
