using System.IO.Compression;
using System.Text;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static SuperResolution.Tests.Weights.PickleBytes;

namespace SuperResolution.Tests.Weights;

/// <summary>Files that attack whoever reads them: nothing runs, memory stays bounded, and the error says what it was.</summary>
public sealed class HostilePickleTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact] // GLOBAL + REDUCE, the usual exploit
    public void A_shell_command_is_refused_by_name_and_does_not_run()
    {
        Refused(Pickle("cos\nsystem\n", Text($"touch {folder["ran"]}"), 0x85, "R"), "'os.system'");
        Assert.False(File.Exists(folder["ran"]));
    }

    [Fact]
    public void Functions_are_refused_by_name_however_they_are_called()
    {
        Refused(Pickle(Text("builtins"), Text("eval"), 0x93, Text("1"), 0x85, "R"), "'builtins.eval'");     // STACK_GLOBAL
        Refused(Pickle("(", Text("ls"), "isubprocess\nPopen\n"), "'subprocess.Popen'");                     // INST
        Refused(Pickle("(cposix\nsystem\n", Text("ls"), "o"), "'posix.system'");                            // OBJ
        Refused(Pickle("cvdsr\nNet\n)", 0x81), "'vdsr.Net'");                                               // NEWOBJ
        Refused(Pickle("cvdsr\nNet\n)}", 0x92), "'vdsr.Net'");                                              // NEWOBJ_EX
        Refused(Pickle("ccollections\nOrderedDict\n)}", Text("a"), "Ns", 0x92), "'collections.OrderedDict'");
        Refused(Pickle("cvdsr\nNet\n}b"), "'vdsr.Net'");                                                    // BUILD
        Refused(Pickle("ccopyreg\n_reconstructor\n(cvdsr\nNet\ncbuiltins\nobject\nNtR"), "'copyreg._reconstructor(vdsr.Net)'");
        Refused(Of(0x80, 2, "cbuiltins\ngetattr\n"), "truncated");                                          // named, not called, cut off
        Refused(Pickle("}(", Text("f"), "cbuiltins\nexec\nu"), "'builtins.exec'");                          // only named
        Refused(Pickle("ctorch._tensor\n_rebuild_from_type_v2\n(cos\nsystem\nctorch\nTensor\n", Text("ls"), 0x85, "}tR"), "arguments that do not fit");
        Refused(Pickle(0x82, 1), "extension registry");                                                     // EXT1
        Refused(Pickle(0x97), "outside of the file");                                                       // NEXT_BUFFER
    }

    [Fact]
    public void Known_functions_take_only_the_arguments_that_PyTorch_writes()
    {
        Refused(Pickle("ctorch._utils\n_rebuild_tensor_v2\n(K", 1, "K", 2, "tR"), "'torch._utils._rebuild_tensor_v2' with arguments that do not fit");
        Refused(Pickle("ctorch._utils\n_rebuild_parameter\n(", Text("x"), 0x88, "}tR"), "_rebuild_parameter' with arguments");
        Refused(Pickle("ctorch\nFloatStorage\nK", 9, 0x85, "R"), "'torch.FloatStorage' with arguments");
        Refused(Pickle("ccollections\nOrderedDict\n](K", 1, "K", 2, "e", 0x85, "R"), "not pairs");
        Refused(Pickle("ccollections\nOrderedDict\nNR"), "without a tuple");
        Refused(Pickle("K", 1, ")R"), "not a function");
        Refused(Pickle("]}b"), "inner state");
    }

    [Fact]
    public void Persistent_ids_of_another_shape_are_refused()
    {
        const string Cause = "persistent id";
        Refused(Pickle("K", 1, "Q"), Cause);
        Refused(Pickle("Pstorage 1\n"), Cause);
        Refused(Pickle(")Q"), Cause);
        Refused(Pickle("(", Text("storage"), "tQ"), Cause);
        Refused(Pickle("(", Text("storage"), "ctorch\nFloatStorage\nNNK", 1, "tQ"), Cause);
        Refused(Pickle("(", Text("device"), "ctorch\nFloatStorage\n", Text("0"), "NK", 1, "tQ"), Cause);
        Refused(Pickle("(", Text("storage"), "ctorch\nFloatStorage\n", Text("0"), "NJ", Int32(-1), "tQ"), Cause);
        Refused(Pickle("(", Text("storage"), "ctorch\nSize\n", Text("0"), "NK", 1, "tQ"), "'torch.Size' for a type of storage");
        Refused(Pickle(Storage("0", 1, "os\nsystem")), "'os.system'");
        Refused(Pickle("(", Text("module"), "cvdsr\nNet\n", Text("vdsr.py"), Text("class Net: pass"), "tQ"), "whole torch.nn.Module, an object of the Python class 'vdsr.Net'");
        Refused(Pickle(Storage("0", 1), Storage("0", 2), 0x86), "once 1 × float32 and once 2 × float32");
    }

    [Fact]
    public void Containers_that_contain_themselves_end()
    {
        Refused(Pickle("]q", 0, "h", 0, "a"), "a list instead of a dictionary");
        Refused(Pickle("}q", 0, "(", Text("params"), "h", 0, "u"), "nested deeper than 8 levels");
        Refused(Pickle("}q", 0, "(", Text("other"), "h", 0, "u"), "its keys are: other");
        Refused(Pickle("}q", 0, "(h", 0, "h", 0, "u"), "its keys are: …");
    }

    [Fact] // "billion laughs": every list holds the one before ten times
    public void Memo_bombs_take_no_more_than_their_own_bytes()
    {
        var bomb = new List<object> { "]q", 0, "0" };
        for (var level = 1; level < 200; level++) bomb.AddRange(["](", .. Enumerable.Repeat<object>(Of("h", level - 1), 10), "eq", level, "0"]);
        bomb.AddRange(["h", 199]);
        Refused(Pickle([.. bomb]), "a list");
        Refused(Pickle("}(", Text("params"), "}(", Text("w"), Of([.. bomb]), "uu"), "no tensors");
    }

    [Fact]
    public void Depth_stack_memo_and_instructions_are_bounded()
    {
        Refused(Pickle(new string('(', 5000)), "nests deeper than 1,000");
        Refused(Pickle(new string(']', 3 * Megabyte)), "1,000,000 objects on the stack", budget: 200 * Megabyte);
        Refused(Pickle("]", string.Concat(Enumerable.Repeat("]a", 3000))), "a list"); // flat for the reader
        Refused(Pickle("]", new string('2', 400), new string('0', 400), string.Concat(Enumerable.Repeat("20", 6 * Megabyte))), "10,000,000 instructions");
        var memo = new MemoryStream();
        memo.Write(Of(0x80, 2, "]"));
        for (var i = 0; i < 2_000_001; i++) memo.Write(Of("r", Int32(i)));
        Refused(memo.ToArray(), "remembers more than 2,000,000", budget: 800 * Megabyte);
    }

    [Fact]
    public void Claimed_lengths_are_checked_before_memory_is_taken()
    {
        const string Cause = "claims";
        Refused(Pickle("X", 0xff, 0xff, 0xff, 0x7f), Cause);                      // BINUNICODE
        Refused(Pickle("X", 0xff, 0xff, 0xff, 0xff), Cause);
        Refused(Pickle("T", 0xff, 0xff, 0xff, 0xff), Cause);                      // BINSTRING, signed
        Refused(Pickle("B", 0xff, 0xff, 0xff, 0x7f), Cause);                      // BINBYTES
        Refused(Pickle(0x8e, Int64(long.MaxValue)), Cause);                       // BINBYTES8
        Refused(Pickle(0x8e, Int64(-1)), Cause);
        Refused(Pickle(0x8d, Int64(1L << 40)), Cause);                            // BINUNICODE8
        Refused(Pickle(0x96, Int64(1L << 40)), Cause);                            // BYTEARRAY8
        Refused(Pickle(0x95, Int64(1L << 40)), Cause);                            // FRAME
        Refused(Pickle(0x8b, 0xff, 0xff, 0xff, 0x7f), Cause);                     // LONG4
        Refused(Pickle(0x8b, 0xff, 0xff, 0xff, 0xff), Cause);
        Refused(Pickle(0x8b, Int32(5000), new byte[5000]), "integer of 5,000 bytes");
        Refused(Pickle("L", new string('9', 5000), "L\n"), "damaged number");
        Refused(Pickle("V", new string('x', 2 * Megabyte), "\n"), "line of more than");
    }

    [Fact]
    public void Damaged_pickles_are_refused_with_the_place()
    {
        Refused(Pickle(), "more from the stack than is there");
        Refused(Pickle("0"), "more from the stack");
        Refused(Pickle("t"), "more from the stack");
        Refused(Pickle("K", 1, "(a"), "more from the stack"); // nothing is taken from below a mark
        Refused(Pickle("K", 1, "R"), "more from the stack");
        Refused(Pickle("h", 7), "recalls the object 7");
        Refused(Pickle("g-1\n"), "recalls the object -1");
        Refused(Pickle("]p-1\n"), "negative number");
        Refused(Pickle("}(K", 1, "u"), "without a value");
        Refused(Pickle("]K", 1, "K", 2, "s"), "not a dictionary");
        Refused(Pickle("}K", 1, "a"), "not a list");
        Refused(Pickle("](", 0x90), "not a set");
        Refused(Pickle(0xff), "unknown instruction 0xFF at byte 2");
        Refused(Of(0x80, 6, "N."), "protocol 6");
        Refused(Pickle("X", Int32(2), 0xff, 0xff), "not UTF-8");
        Refused(Pickle("Sx\n"), "without quotes");
        Refused(Pickle("S'\\q'\n"), "escape");
        Refused(Pickle("V\\u12\n"), "escape");
        Refused(Pickle("Ix\n"), "damaged number");
        Refused(Pickle("Fx\n"), "damaged number");
        Refused(Pickle(0x93), "more from the stack");
        Refused(Pickle("NN", 0x93), "STACK_GLOBAL");
        Refused([], "truncated");
        Refused(Of(0x80), "truncated");
    }

    [Fact]
    public void Tensors_outside_of_their_storage_are_refused()
    {
        var storage = Storage("0", 4);
        var data = ("archive/data/0", new byte[16]);
        const string Beyond = "reads beyond its 4 elements";
        Refused(Dictionary(Tensor(storage, 0, [5], [1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 1, [4], [1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 0, [2, 2], [4, 1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, -1, [1], [1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 4, [], [])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 0, [2], [long.MaxValue])), "", data);
        Refused(Dictionary(Tensor(storage, long.MaxValue, [2], [long.MaxValue])), "", data);
        Refused(Dictionary(Tensor(storage, 0, [-1], [1])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [1], [-1])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [1, 1], [1])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [0, long.MaxValue, long.MaxValue], [0, 0, 0])), "more elements than fit", data);
        Refused(Dictionary(Tensor(storage, 0, [.. Enumerable.Repeat(long.MaxValue, 64)], [.. Enumerable.Repeat(long.MaxValue, 64)])), "more elements than fit", data);
    }

    [Fact] // zero strides: a view of a trillion elements over four
    public void Expanded_views_and_many_views_cannot_take_more_than_their_storages_allow()
    {
        var data = ("archive/data/0", new byte[16]);
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [1_000_000, 1_000_000], [0, 0])), "views of only 16; save copies", data);
        var megabyte = ("archive/data/0", new byte[4 * Megabyte]);
        var views = Enumerable.Range(0, 100).SelectMany(i => Of(Text($"w{i}"), Tensor(Storage("0", Megabyte), 0, [Megabyte], [1]))).ToArray();
        Refused(Pickle("}(", views, "u"), "views of only 4,194,304", budget: 40 * Megabyte, others: megabyte);
    }

    [Fact]
    public void Storages_that_are_not_there_at_full_length_are_refused()
    {
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), "storage '0' is missing");
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), "needs 16 bytes and has 12", ("archive/data/0", new byte[12]));
        Refused(Dictionary(Tensor(Storage("0", 1L << 50), 0, [4], [1])), "and has 16", ("archive/data/0", new byte[16]));
        Refused(Dictionary(Tensor(Storage("0", long.MaxValue), 0, [4], [1])), "claims", ("archive/data/0", new byte[16]));
        Refused(Dictionary(Tensor(Storage("../0", 4), 0, [4], [1])), "storage '../0' is missing", ("archive/0", new byte[16]));
        Refused(Dictionary(Tensor(Storage("0", 4, "torch\nBoolStorage"), 0, [4], [1])), "other than 0 and 1", ("archive/data/0", [0, 1, 2, 0]));
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), "byte order 'big'", ("archive/data/0", new byte[16]), ("archive/byteorder", "big"u8.ToArray()));
    }

    [Fact]
    public void Legacy_storages_that_are_not_there_at_full_length_are_refused()
    {
        var pickle = Pickle("}(", Text("w"), Tensor(Of("(", Text("storage"), "ctorch\nFloatStorage\n", Text("k"), Text("cpu"), Long(2), "NtQ"), 0, [2], [1]), "u");
        var keys = Pickle("](", Text("k"), "e");
        void Refuse(string cause, byte[] keys, params byte[][] storages)
        {
            WriteLegacy(folder["legacy.pth"], pickle, keys, storages);
            Assert.Contains(cause, Error(folder["legacy.pth"], 4 * Megabyte));
        }
        Refuse("storage 'k' is missing", Pickle("]"));
        Refuse("no list of storages", Pickle("}"));
        Refuse("which no tensor uses", Pickle("](", Text("x"), "e"), Int64(0));
        Refuse("it ends before the storage 'k'", keys, [1, 0]);
        Refuse("should have 2 elements and has 3", keys, Int64(3), new byte[12]);
        Refuse("should have 2 elements and has 1,125,899,906,842,624", keys, Int64(1L << 50), new byte[12]);
        Refuse("needs 8 bytes, the file has 4 left", keys, Int64(2), new byte[4]);
        Refuse("'k' twice", Pickle("](", Text("k"), Text("k"), "e"), Int64(2), new byte[8], Int64(2), new byte[8]);
        WriteLegacy(folder["good.pth"], pickle, keys, Int64(2), Int64(BitConverter.DoubleToInt64Bits(1)));
        using var good = PthFile.Read(folder["good.pth"]);
        Assert.Equal(new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f }, good.Tensors["w"].bytes.ToArray());
    }

    [Fact]
    public void Zip_entries_with_wrong_names_are_refused()
    {
        var good = Dictionary(Tensor(Storage("0", 4), 0, [4], [1]));
        var data = ("archive/data/0", new byte[16]);
        Refused(good, "'archive/data/0' twice", data, data);
        Refused(good, "leads out of the archive", data, ("../../etc/passwd", [1]));
        Refused(good, "leads out of the archive", data, ("/etc/passwd", [1]));
        Refused(good, "leads out of the archive", data, ("archive\\data\\1", [1]));
        Refused(good, "more than one NAME/data.pkl", data, ("other/data.pkl", good));
        Refused(good, "TorchScript", data, ("archive/constants.pkl", good));
        using (var zip = ZipFile.Open(folder["other.zip"], ZipArchiveMode.Create)) Add(zip, "readme.txt", [1], CompressionLevel.NoCompression);
        Assert.Contains("no NAME/data.pkl, so torch.save did not write it; it has: readme.txt", Error(folder["other.zip"], 4 * Megabyte));
    }

    [Fact]
    public void Deflated_entries_are_read_but_no_bombs()
    {
        var pickle = Dictionary(Tensor(Storage("0", 8 * Megabyte), 0, [8 * Megabyte], [1]));
        void Write(string name, int bytes)
        {
            using var zip = ZipFile.Open(folder[name], ZipArchiveMode.Create);
            Add(zip, "archive/data.pkl", pickle, CompressionLevel.Optimal);
            Add(zip, "archive/data/0", new byte[bytes], CompressionLevel.Optimal);
        }
        Write("bomb.pth", 32 * Megabyte); // 1000 : 1
        Assert.Contains("unpack to more than 16 times", Error(folder["bomb.pth"], 4 * Megabyte));

        pickle = Dictionary(Tensor(Storage("0", 1024), 0, [1024], [1]));
        Write("deflated.pth", 4096);
        using var read = PthFile.Read(folder["deflated.pth"]);
        Assert.Equal(1024, read.Tensors["w"].numel());
    }

    [Fact] // in the central directory: uncompressed size at byte 24, compressed at 20
    public void Absurd_sizes_in_the_zip_directory_are_refused()
    {
        WriteZip(folder["good.pth"], Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), ("archive/data/0", new byte[16]));
        var good = File.ReadAllBytes(folder["good.pth"]);
        var directory = good.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        foreach (var (field, size) in new[] { (20, int.MaxValue), (20, -2), (20, 15), (24, int.MaxValue), (24, -2), (24, 17), (24, 15) })
        {
            var bad = good.ToArray();
            Int32(size).CopyTo(bad, directory + field);
            File.WriteAllBytes(folder["bad.pth"], bad);
            Error(folder["bad.pth"], 4 * Megabyte);
        }
    }

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
        Assert.Equal(["aA\n=12", "bé=-3", "c=2.5", "d=True", "e=False", "f=256", "g=3.141592653589793", "h=-5"], file.Metadata.Select(pair => $"{pair.Key}={pair.Value}"));
    }

    [Fact]
    public void Views_of_a_storage_as_PyTorch_wrote_before_0_4_and_untyped_ones_as_it_writes_now_are_read()
    {
        var view = Of("(", Text("storage"), "ctorch.cuda\nFloatStorage\n", Text("k"), Text("cuda:0"), Long(4), "(", Text("v"), Long(1), Long(2), "ttQ");
        WriteLegacy(folder["view.pth"], Pickle("}(", Text("w"), Of("ctorch._utils\n_rebuild_tensor\n(", view, Long(1), "(K", 1, "t(K", 1, "ttR"), "u"), Pickle("](", Text("k"), "e"),
            Int64(4), [.. new float[] { 10, 11, 12, 13 }.SelectMany(BitConverter.GetBytes)]);
        using var old = PthFile.Read(folder["view.pth"]);
        Assert.Equal(12f, old.Tensors["w"].item<float>());

        var untyped = Of("ctorch._utils\n_rebuild_tensor_v3\n(", Storage("0", 8, "torch.storage\nUntypedStorage"), Long(1), "(K", 1, "t(K", 1, "t", 0x89, "ccollections\nOrderedDict\n)R", "ctorch\nfloat32\ntR");
        WriteZip(folder["untyped.pth"], Dictionary(untyped), ("archive/data/0", [0, 0, 0, 0, 0, 0, 0x80, 0x3f]));
        using var current = PthFile.Read(folder["untyped.pth"]);
        Assert.Equal(1f, current.Tensors["w"].item<float>());
    }

    private void Refused(byte[] pickle, string cause, params (string Name, byte[] Content)[] others) => Refused(pickle, cause, 24 * Megabyte, others);

    private void Refused(byte[] pickle, string cause, int budget, params (string Name, byte[] Content)[] others)
    {
        var path = folder[$"{Guid.NewGuid():N}.pth"];
        WriteZip(path, pickle, others);
        var message = Error(path, budget);
        Assert.Contains(Path.GetFileName(path), message);
        Assert.True(message.Contains(cause, StringComparison.Ordinal), $"'{message}' does not say '{cause}'; pickle: {Encoding.Latin1.GetString(pickle.AsSpan(0, Math.Min(pickle.Length, 200)))}");
    }

    /// <summary>The error of a file, which has to come before much memory is taken.</summary>
    private static string Error(string path, long budget)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<WeightsFormatException>(() => PthFile.Read(path).Dispose());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, budget);
        return error.Message;
    }
}
