using System.Buffers.Binary;
using System.Text;
using CsCheck;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_type_comes_back_with_the_same_bytes()
    {
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new()
        {
            ["f32"] = rand(2, 3),
            ["f64"] = rand(4, dtype: float64),
            ["f16"] = rand(5).to(float16),
            ["bf16"] = rand(7).to(bfloat16),
            ["i64"] = arange(3),
            ["i32"] = arange(3, dtype: int32),
            ["i16"] = arange(3).to(int16),
            ["i8"] = arange(-2, 3).to(int8),
            ["u8"] = arange(250, 256).to(uint8),
            ["bool"] = tensor(new[] { true, false }),
            ["scalar"] = tensor(3.5f),
            ["empty"] = empty(0, 4),
            ["transposed"] = rand(3, 5).t(),
        };
        SafetensorsFile.Write(folder["all.safetensors"], tensors, new Dictionary<string, string> { ["note"] = "Grüße \"quoted\"" });
        using var file = SafetensorsFile.Read(folder["all.safetensors"]);

        Assert.Equal(tensors.Keys, file.Tensors.Keys);
        Assert.Equal("Grüße \"quoted\"", file.Metadata["note"]);
        foreach (var (name, tensor) in tensors)
        {
            Assert.Equal(tensor.dtype, file.Tensors[name].dtype);
            Assert.Equal(tensor.shape, file.Tensors[name].shape);
            Assert.Equal(tensor.contiguous().bytes.ToArray(), file.Tensors[name].bytes.ToArray());
        }
    }

    [Fact]
    public void Reads_a_file_that_another_implementation_wrote()
    {
        using var file = SafetensorsFile.Read(Shared.Path("weights", "srcnn_955_imagenet_x3.safetensors"));
        Assert.Equal([64L, 1, 9, 9], file.Tensors["conv1.weight"].shape);
        Assert.Equal("32.75", file.Metadata["set5_psnr"][..5]);
    }

    [Theory]
    [InlineData("", "only 0 bytes")]
    [InlineData("{}", "truncated", 50)]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "twice", -1, 8)]
    [InlineData("{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}", "F99", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "needs 8 bytes", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "negative", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "outside", -1, 2)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "overlap or leave holes", -1, 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "overlap", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "the file has 8", -1, 8)]
    [InlineData("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", "header is damaged", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,8],\"data_offsets\":[0,4]}}", "", -1, 4)]
    [InlineData("{\"a\":", "", -1, 4)]
    public void A_damaged_file_is_refused_with_its_name_and_the_cause(string header, string cause, long claimed = -1, int data = 0)
    {
        var path = folder["bad.safetensors"];
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, claimed < 0 ? header.Length : claimed);
        File.WriteAllBytes(path, header.Length == 0 ? [] : [.. length, .. Encoding.UTF8.GetBytes(header), .. new byte[data]]);

        var error = Assert.Throws<WeightsFormatException>(() => SafetensorsFile.Read(path));
        Assert.Contains("bad.safetensors", error.Message);
        Assert.Contains(cause, error.Message);
    }

    [Fact]
    public void Any_flipped_or_missing_bytes_are_refused_or_read_never_anything_else()
    {
        var path = folder["fuzz.safetensors"];
        using (var tensor = rand(3, 3)) SafetensorsFile.Write(path, new Dictionary<string, Tensor> { ["weight"] = tensor });
        var good = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Sample((at, value, length) =>
        {
            var bad = good.ToArray();
            bad[at] = value;
            File.WriteAllBytes(path, bad[..length]);
            try
            {
                SafetensorsFile.Read(path).Dispose();
            }
            catch (WeightsFormatException)
            {
            }
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public void Weights_load_completely_or_not_at_all()
    {
        using var scope = NewDisposeScope();
        using var network = new Srcnn(SrcnnShape.Net915);
        var before = network.Filters.bytes.ToArray();
        var wrong = network.state_dict().Where(pair => pair.Key != "conv2.bias").ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value));
        wrong["conv3.weight"] = zeros(1, 32, 3, 3);
        wrong["conv4.weight"] = zeros(1);

        var error = Assert.Throws<WeightsFormatException>(() => ModuleWeights.Copy(network, wrong, "x.safetensors"));

        Assert.Contains("'conv2.bias' is missing", error.Message);
        Assert.Contains("'conv4.weight' is unexpected", error.Message);
        Assert.Contains("'conv3.weight' has the shape (1, 32, 3, 3) instead of (1, 32, 5, 5)", error.Message);
        Assert.Equal(before, network.Filters.bytes.ToArray());
    }
}
