using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static SuperResolution.Tests.Weights.PickleBytes;

namespace SuperResolution.Tests.Weights;

/// <summary>What other versions of Python and PyTorch write, by hand.</summary>
public sealed class UnusualPthTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Hand_written_files_of_all_protocols_read_as_Python_reads_them()
    {
        byte[] odd = Pickle("}(", // protocol 0 and 1 forms among others
            "S'a\\x41\\n'\n", "I12\n", "Vb\\u00e9\n", "L-3L\n", Text("c"), "F2.5\n", "U", 1, "d", "I01\n", "T", Int32(1), "e", 0x89,
            0x8c, 1, "f", 0x8b, Int32(2), 0, 1, Text("g"), "G", 0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18, Text("h"), "J", Int32(-5),
            Text("w"), Tensor(Storage("0", 2), 1, [], []), "u");
        WriteZip(folder["odd.pth"], odd, ("archive/data/0", [0, 0, 0, 0, 0, 0, 0x80, 0x3f]));
        using var file = PthFile.Read(folder["odd.pth"]);
        Assert.Equal(1f, file.Tensors["w"].item<float>());
        Assert.Equal(["aA\n=12", "bé=-3", "c=2.5", "d=True", "e=False", "f=256", "g=3.141592653589793", "h=-5"],
            file.Metadata.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    // what lies beside the weights in checkpoints of trainings: torch.device("cuda", 0), Counter({"a": 2}), defaultdict(list, {"x": 1}),
    // OrderedDict in all its forms
    [Fact]
    public void Devices_counters_and_dictionaries_with_defaults_are_plain_data()
    {
        static byte[] Call(string function, params object[] arguments) => Of("c", function, "\n(", Of(arguments), "tR");
        var counter = Call("collections\nCounter", "}(", Text("a"), "K", 2, "u");
        var defaults = Of(Call("collections\ndefaultdict", "cbuiltins\nlist\n"), "(", Text("x"), "K", 1, "u");
        var nested = Of(Call("collections\ndefaultdict", "ccollections\nOrderedDict\n"), "(", Text("y"), counter, "u");
        var pairs = Of("(", Text("k"), "K", 3, "t");
        WriteZip(folder["x.pth"], Pickle(
            "}(", Text("device"), Call("torch\ndevice", Text("cuda"), "K", 0), Text("cpu"), Call("torch\ndevice", Text("cpu")),
            Text("layout"), Call("torch.serialization\n_get_layout", Text("torch.strided")), Text("counter"), counter, Text("empty"),
            Call("collections\nCounter"),
            Text("defaults"), defaults, Text("nested"), nested, Text("old"), Call("__builtin__\nfrozenset", "]"),
            Text("list"), Call("collections\nOrderedDict", "](", pairs, "e"), Text("tuple"),
            Call("collections\nOrderedDict", pairs, 0x85), Text("dict"), Call("collections\nOrderedDict", counter),
            Text("params"), Of(Call("collections\ndefaultdict", "N"), "(", Text("w"), Tensor(Storage("0", 1), 0, [], []), "u"), "u"),
            ("archive/data/0", [0, 0, 0x80, 0x3f]));
        using var file = PthFile.Read(folder["x.pth"]);
        Assert.Equal(1f, file.Tensors["w"].item<float>());
        Assert.Equal("params", file.Wrapper);
        Assert.Equal(["device=cuda:0", "cpu=cpu", "layout=torch.strided"], file.Metadata.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Theory] // a default that would have to be run, and arguments that Python does not write
    [InlineData("collections\ndefaultdict", "cos\nsystem\n", "'os.system'")]
    [InlineData("collections\ndefaultdict", "K\u0001", "arguments that do not fit")]
    [InlineData("collections\nCounter", "K\u0001", "arguments that do not fit")]
    [InlineData("torch\ndevice", "K\u0001", "arguments that do not fit")]
    [InlineData("builtins\ndict", "]", "arguments that do not fit")]
    [InlineData("torch.distributed._shard.sharded_tensor.api\nShardedTensor", "]", "trained on several machines")]
    public void Nothing_else_is(string function, string argument, string cause)
    {
        WriteZip(folder["x.pth"], Pickle("}(", Text("a"), "c", function, "\n(", argument, "tRu"));
        Assert.Contains(cause, Assert.Throws<WeightsFormatException>(() => PthFile.Read(folder["x.pth"])).Message);
    }

    [Fact]
    public void Views_of_a_storage_as_PyTorch_wrote_before_0_4_and_untyped_ones_as_it_writes_now_are_read()
    {
        var view = Of("(", Text("storage"), "ctorch.cuda\nFloatStorage\n", Text("k"), Text("cuda:0"), Long(4), "(", Text("v"), Long(1),
            Long(2), "ttQ");
        WriteLegacy(folder["view.pth"],
            Pickle("}(", Text("w"), Of("ctorch._utils\n_rebuild_tensor\n(", view, Long(1), "(K", 1, "t(K", 1, "ttR"), "u"),
            Pickle("](", Text("k"), "e"),
            Int64(4), [.. new float[] { 10, 11, 12, 13 }.SelectMany(BitConverter.GetBytes)]);
        using var old = PthFile.Read(folder["view.pth"]);
        Assert.Equal(12f, old.Tensors["w"].item<float>());

        var untyped = Of("ctorch._utils\n_rebuild_tensor_v3\n(", Storage("0", 8, "torch.storage\nUntypedStorage"), Long(1), "(K", 1,
            "t(K", 1, "t", 0x89, "ccollections\nOrderedDict\n)R", "ctorch\nfloat32\ntR");
        WriteZip(folder["untyped.pth"], Dictionary(untyped), ("archive/data/0", [0, 0, 0, 0, 0, 0, 0x80, 0x3f]));
        using var current = PthFile.Read(folder["untyped.pth"]);
        Assert.Equal(1f, current.Tensors["w"].item<float>());
    }
}
