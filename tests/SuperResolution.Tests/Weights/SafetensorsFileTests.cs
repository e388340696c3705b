using System.Buffers.Binary;
using System.Text;
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
            ["c64"] = rand(3, dtype: complex64),
            ["conjugated"] = rand(3, dtype: complex64).conj(),
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
            Assert.Equal(tensor.resolve_conj().contiguous().bytes.ToArray(), file.Tensors[name].bytes.ToArray());
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
    [InlineData("", "it is empty (0 bytes)")]
    [InlineData("{}", "truncated", 50)]
    [InlineData("[]", "not a JSON object")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "twice", -1, 8)]
    [InlineData("{\"a\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}", "F99", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", "needs 8 bytes", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "negative", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "outside", -1, 2)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "overlap or leave holes", -1, 8)]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "overlap", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "the file has 8", -1, 8)]
    [InlineData("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", "header is damaged", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,8],\"data_offsets\":[0,4]}}", "", -1, 4)]
    [InlineData("{\"a\":", "", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", "type F8_E4M3, which TorchSharp does not have",
        -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"U32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "type U32, which TorchSharp does not have", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,9223372036854775807,9223372036854775807],\"data_offsets\":[0,0]}}",
        "larger than any memory")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "'dtype' twice", -1, 4)]
    [InlineData("{\"__metadata__\":{\"n\":\"1\",\"n\":\"2\"}}", "names the metadata 'n' twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "'__metadata__' twice")]
    [InlineData("{\"__metadata__\":{\"n\":1}}", "header is damaged")]
    [InlineData("{\"__metadata__\":{\"n\":null}}", "'n' is not text")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", "outside", -1, 4)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", "header is damaged", -1, 4)]
    [InlineData(" {}", "not a JSON object")]
    [InlineData("{}", "claims 9,223,372,036,854,775,807 bytes", long.MaxValue)]
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
    public void A_bool_other_than_0_and_1_is_refused()
    {
        using (var both = tensor(new[] { true, false })) SafetensorsFile.Write(folder["bool"], [new("flag", both)]);
        var bytes = File.ReadAllBytes(folder["bool"]);
        bytes[^1] = 2;
        File.WriteAllBytes(folder["bool"], bytes);
        Assert.Contains("'flag' is of type bool",
            Assert.Throws<WeightsFormatException>(() => SafetensorsFile.Read(folder["bool"])).Message);
    }

    [Fact]
    public void Some_tensors_and_the_index_are_read_without_the_others()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(folder["some.safetensors"],
            new Dictionary<string, Tensor> { ["a"] = arange(3), ["b"] = rand(2, 5), ["c"] = tensor(true) },
            new Dictionary<string, string> { ["note"] = "n" });
        File.SetAttributes(folder["some.safetensors"], FileAttributes.ReadOnly);

        using var some = SafetensorsFile.Read(folder["some.safetensors"], ["c", "a"]);
        var index = SafetensorsFile.ReadIndex(folder["some.safetensors"]);

        Assert.Equal(["c", "a"], some.Tensors.Keys);
        Assert.Equal([0L, 1, 2], some.Tensors["a"].data<long>().ToArray());
        Assert.Equal("n", some.Metadata["note"]);
        Assert.Equal("n", SafetensorsFile.ReadMetadata(folder["some.safetensors"])["note"]);
        Assert.Equal(["a Int64 (3) 24", "b Float32 (2,5) 40", "c Bool () 1"],
            index.Values.Select(info => $"{info.Name} {info.Type} ({string.Join(',', info.Shape)}) {info.Bytes}"));
        var error = Assert.Throws<WeightsFormatException>(() => SafetensorsFile.Read(folder["some.safetensors"], ["a", "x", "y"]));
        Assert.Contains("it has no 'x', 'y'", error.Message);
    }

    [Fact] // a file of 3 GB with a tensor of 3 GB, all zeros and almost nothing on the disk
    public void Files_and_tensors_over_2_GB_are_described_and_read_in_part()
    {
        var header = "{\"big\":{\"dtype\":\"F32\",\"shape\":[3,268435456],\"data_offsets\":[0,3221225472]}," +
            "\"small\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[3221225472,3221225476]}}  ";
        using (var file = File.Create(folder["big.safetensors"]))
        {
            file.Write([.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header)]);
            file.Position = 8 + header.Length + 3221225472L;
            file.Write(BitConverter.GetBytes(2.5f));
        }
        using var part = SafetensorsFile.Read(folder["big.safetensors"], ["small"]);
        Assert.Equal(2.5f, part.Tensors["small"].item<float>());
        Assert.Equal(3221225472, SafetensorsFile.ReadIndex(folder["big.safetensors"])["big"].Bytes);
    }

    [Theory] // the real piece is 64 MB; the loop is the same
    [InlineData(1), InlineData(4), InlineData(10), InlineData(1000)]
    public void Bytes_move_in_pieces_of_any_size(int piece)
    {
        using var scope = NewDisposeScope();
        var (from, to) = (rand(5, 7), zeros(5, 7));
        var stream = new MemoryStream();
        TensorBytes.Write(from, stream, piece);
        stream.Position = 0;
        TensorBytes.Fill(to, stream, "to", piece);
        Assert.Equal(140, stream.Length);
        Assert.Equal(from.bytes.ToArray(), to.bytes.ToArray());
    }

    [Fact]
    public void Writing_takes_one_name_once_and_known_types_only_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        KeyValuePair<string, Tensor> a = new("a", ones(1));
        Assert.Contains("'a' can be used only once",
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(folder["x"], [a, a])).Message);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(folder["x"], [new("__metadata__", ones(1))]));
        Assert.Contains("ComplexFloat64",
            Assert.Throws<NotSupportedException>(
                () => SafetensorsFile.Write(folder["x"], [new("a", ones(1, dtype: complex128))])).Message);
        Assert.Empty(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void Weights_load_completely_or_not_at_all()
    {
        using var scope = NewDisposeScope();
        using var network = new Srcnn(SrcnnShape.Net915);
        var before = network.Filters.bytes.ToArray();
        var wrong = network.state_dict().Where(pair => pair.Key != "conv2.bias")
            .ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value));
        wrong["conv3.weight"] = zeros(1, 32, 3, 3);
        wrong["conv4.weight"] = zeros(1);

        var error = Assert.Throws<WeightsFormatException>(() => ModuleWeights.Copy(network, wrong, "x.safetensors"));

        Assert.Contains("'conv2.bias' is missing", error.Message);
        Assert.Contains("'conv4.weight' is unexpected", error.Message);
        Assert.Contains("'conv3.weight' has the shape (1, 32, 3, 3) instead of (1, 32, 5, 5)", error.Message);
        Assert.Equal(before, network.Filters.bytes.ToArray());
    }
}
