using SuperResolution.Weights.Pth;
using static SuperResolution.Tests.Weights.PickleBytes;

namespace SuperResolution.Tests.Weights;

public sealed class HostilePickleTests : HostileFileTests
{
    private const string TooMuch = "far more memory and work than a file of";

    private static byte[] Many(byte[] part, int count) => [.. Enumerable.Repeat(part, count).SelectMany(bytes => bytes)];

    [Fact] // GLOBAL + REDUCE, the usual exploit
    public void A_shell_command_is_refused_by_name_and_does_not_run()
    {
        Refused(Pickle("cos\nsystem\n", Text($"touch {InFolder("ran")}"), 0x85, "R"), "'os.system'");
        Assert.False(File.Exists(InFolder("ran")));
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
        Refused(Pickle("ctorch._tensor\n_rebuild_from_type_v2\n(cos\nsystem\nctorch\nTensor\n", Text("ls"), 0x85, "}tR"),
            "arguments that do not fit");
        Refused(Pickle(0x82, 1), "extension registry");                                                     // EXT1
        Refused(Pickle(0x97), "outside of the file");                                                       // NEXT_BUFFER
    }

    [Fact]
    public void Known_functions_take_only_the_arguments_that_PyTorch_writes()
    {
        Refused(Pickle("ctorch._utils\n_rebuild_tensor_v2\n(K", 1, "K", 2, "tR"),
            "'torch._utils._rebuild_tensor_v2' with arguments that do not fit");
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
        Refused(Pickle("(", Text("module"), "cvdsr\nNet\n", Text("vdsr.py"), Text("class Net: pass"), "tQ"),
            "whole torch.nn.Module, an object of the Python class 'vdsr.Net'");
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
        for (var level = 1; level < 200; level++)
            bomb.AddRange(["](", .. Enumerable.Repeat<object>(Of("h", level - 1), 10), "eq", level, "0"]);
        bomb.AddRange(["h", 199]);
        Refused(Pickle([.. bomb]), "a list");
        Refused(Pickle("}(", Text("params"), "}(", Text("w"), Of([.. bomb]), "uu"), "no tensors");
    }

    [Fact] // one text or list, remembered once and copied by every call
    public void Copy_bombs_are_refused()
    {
        PthLimits limits = new() { Budget = (900_000, 0) };
        var text = Of(Text(new string('x', 50_000)), "q", 0, "0");
        var list = Of("](", string.Concat(Enumerable.Repeat("K\u0001", 5000)), "eq", 0, "0");
        var encode = Of("c_codecs\nencode\nh", 0, Text("latin1"), 0x86, "R");
        Refused(Pickle(text, Many(encode, 20)), TooMuch, 2 * Megabyte, limits);
        foreach (var name in new[] { "torch\nSize", "builtins\nset", "builtins\nfrozenset" })
        {
            var call = Of("c", name, "\nh", 0, 0x85, "R");
            Refused(Pickle(list, Many(call, 20)), TooMuch, 2 * Megabyte, limits);
        }
        var pairs = Of("](", string.Concat(Enumerable.Repeat("]]\u0086", 3000)), "eq", 0, "0");
        var dictionary = Of("ccollections\nOrderedDict\nh", 0, 0x85, "R");
        Refused(Pickle(pairs, Many(dictionary, 20)), TooMuch, 4 * Megabyte, limits);
    }

    [Fact]
    public void Names_that_would_be_copied_or_compared_often_are_short()
    {
        var entry = Of("h", 0, "N", "h", 0, "K", 1);
        Refused(Pickle(Storage(new string('0', 257), 1)), "a name of 257 characters");
        Refused(Pickle(Text(new string('x', 100_000)), "q", 0, "0}(", Text("params"), "}(",
            string.Concat(Enumerable.Repeat(System.Text.Encoding.Latin1.GetString(entry), 1000)), Text("net"), "}uu"), "no tensors");
    }

    [Fact]
    public void Depth_stack_memo_and_instructions_are_bounded()
    {
        Refused(Pickle(new string('(', 1001)), "nests deeper than 1,000");
        Refused(Pickle(string.Concat(Enumerable.Repeat("]a", 3000))), "more from the stack");
        Refused(Pickle(new string(']', 3000), new string('a', 2999)), "a list"); // 3000 lists in each other are flat for the reader
        PthLimits limits = new() { Budget = (20_000, 0) };
        // objects on the stack
        Refused(Pickle(new string(']', 2000)), TooMuch, 2 * Megabyte, limits);
        // instructions
        Refused(Pickle("]", string.Concat(Enumerable.Repeat("20", 600))), TooMuch, 2 * Megabyte, limits);
        // remembered objects
        Refused(Pickle("]", Enumerable.Range(0, 250).SelectMany(i => Of("r", Int32(i))).ToArray()), TooMuch, 2 * Megabyte, limits);
        // text
        Refused(Pickle(Text(new string('x', 10_000))), TooMuch, 2 * Megabyte, limits);
        // lines
        Refused(Pickle("V", new string('x', 10_000), "\n"), TooMuch, 2 * Megabyte, limits);
        var tensors = Enumerable.Range(0, 5).SelectMany(i => Of(Text($"w{i}"), Tensor(Storage("0", 1), 0, [], []))).ToArray();
        Refused(Pickle("}(", tensors, "u"), TooMuch, 2 * Megabyte, limits, ("archive/data/0", new byte[4]));
    }

    [Fact] // the worst there is at the default limits: a list costs one byte of the file and 32 of memory
    public void A_million_lists_take_their_place_on_the_stack_and_no_more() =>
        Refused(Pickle(new string(']', 3 * Megabyte)), TooMuch, 96 * Megabyte, null);

    [Fact] // ten names for one dictionary of 400,000 entries, on eight levels: each was searched through again and again
    public void Looking_for_the_weights_costs_a_look_at_every_entry_and_no_more()
    {
        var large = Of("}(", string.Concat(Enumerable.Repeat("NN", 400_000)), "uq", 0, "0");
        string[] names = ["params_ema", "params", "state_dict", "model_state_dict", "model", "generator", "netG", "net_g", "g_ema", "net"];
        Refused(Pickle(large, "}(", names.SelectMany(name => Of(Text(name), "h", 0)).ToArray(), "u"), "its keys are: params_ema",
            96 * Megabyte, null, ("archive/data/0", new byte[4 * Megabyte]));
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
        Refused(Pickle("V", new string('x', 2 * Megabyte), "\n"), "line of more than", 8 * Megabyte, null);
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
}
