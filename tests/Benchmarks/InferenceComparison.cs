using Microsoft.ML.OnnxRuntime;
using SuperResolution.Models;
using SuperResolution.Platform;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Benchmarks;

/// <summary>
/// One picture through each network, here, in PyTorch and in ONNX Runtime, in turns, with the same weights and as many threads.
/// </summary>
internal static class InferenceComparison
{
    // eval, no_grad; the ONNX file is PyTorch's own export.
    private const string Script = """
        network = {"srcnn": Srcnn, "srresnet": SrResNet, "rrdb": RrdbNet}[case]().eval()
        network.load_state_dict(load(folder + "/weights"))
        x = load(folder + "/input")["input"]
        torch.onnx.export(network, x, folder + "/network.onnx", opset_version=13, input_names=["input"], output_names=["output"])
        def run():
            with torch.no_grad(): return network(x)
        run().numpy().tofile(folder + "/output")
        """;

    // 96×128 LR pixels at ×4; RRDBNet, which has eight times the operations of SRResNet for each, gets fewer.
    private static readonly Case[] cases =
    [
        new("srcnn", () => new Srcnn(SrcnnShape.Net955), [1, 1, 384, 512], 0.50),
        new("srresnet", () => new SrResNet(SrResNetSettings.Paper), [1, 3, 96, 128], 0.48),
        new("rrdb", () => new RrdbNet(RrdbNetSettings.Paper), [1, 3, 64, 64], 0.68),
    ];

    public static void Run(NetworkOptions options)
    {
        Console.WriteLine($"{NetworkOptions.Machine()}; {options.Rounds} rounds in turns: median (least–greatest) of the rounds' " +
            "ratios; under 1: faster here");
        RatioTable.Head();
        foreach (var one in options.Chosen(cases, one => one.Name)) Run(one, options);
    }

    private static void Run(Case one, NetworkOptions options)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = Network(one);
        var input = rand(one.Input);
        using var torch = new TorchSide();
        torch.Save("weights", network);
        torch.Save("input", input);
        var version = torch.Start(options.Python, Script, one.Name);
        using var session = new InferenceSession(
            torch["network.onnx"], new SessionOptions { IntraOpNumThreads = Compute.Threads, InterOpNumThreads = 1 });
        using var onnxInput = OrtValue.CreateTensorValueFromMemory(input.data<float>().ToArray(), one.Input);
        using var run = new RunOptions();

        RequireEqual(one.Name, "PyTorch", network.call(input), torch.Floats("output"));
        using (var outputs = session.Run(run, ["input"], [onnxInput], ["output"]))
            RequireEqual(one.Name, "ONNX Runtime", network.call(input), outputs[0].GetTensorDataAsSpan<float>().ToArray());

        Func<Timing>[] sides = [() => Turns.Time(() => network.call(input).Dispose()), torch.Time,
            () => Turns.Time(() => session.Run(run, ["input"], [onnxInput], ["output"]).Dispose())];
        Turns.Race(sides, 2); // caches, compiled kernels
        var times = Turns.Race(sides, options.Rounds);
        RatioTable.Row(one.Name, $"PyTorch {version[..4]}", times[0], times[1], one.Goal);
        RatioTable.Row(one.Name, "ONNX Runtime", times[0], times[2], null);
    }

    /// <summary>
    /// As the kit opens a file: in evaluation mode, with fast layers; statistics of the normalisations that are not 0 and 1.
    /// </summary>
    private static Module<Tensor, Tensor> Network(Case one)
    {
        using var scope = NewDisposeScope();
        var network = one.Build();
        network.call(rand([.. one.Input[..2], 32, 32]));
        network.eval();
        return network.UseFastLayers();
    }

    private static void RequireEqual(string name, string other, Tensor ours, float[] theirs)
    {
        using var scope = NewDisposeScope();
        var values = tensor(theirs).reshape(ours.shape);
        var error = ((ours - values).abs().max() / values.abs().max()).item<float>();
        if (!(error < 1e-4))
            throw new InvalidOperationException(
                $"{name}: the output differs from {other}'s by {error:g2} of its largest value; ratios of unequal work mean nothing.");
    }

    private sealed record Case(string Name, Func<Module<Tensor, Tensor>> Build, long[] Input, double Goal);
}
