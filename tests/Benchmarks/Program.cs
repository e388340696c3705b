using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SuperResolution.Benchmarks;

/// <summary>
/// <c>dotnet run --project tests/Benchmarks -c Release -- pillow</c> compares with Pillow, <c>-- ssim</c> with scikit-image,
/// <c>-- inference</c> and <c>-- training</c> with PyTorch and ONNX Runtime (<see cref="NetworkOptions"/>), <c>-- gpu</c> a CUDA device
/// with the CPU; anything else goes to BenchmarkDotNet, e.g. <c>-- --filter '*Resize*'</c> or <c>-- --list flat</c>.
/// </summary>
public static class Program
{
    public static int Main(string[] args)
    {
        switch (args)
        {
            case ["pillow", ..]: return Compare(() => PillowComparison.Run(Python(args)));
            case ["ssim", ..]: return Compare(() => SsimComparison.Run(Python(args)));
            case ["inference", .. var options]: return Compare(() => InferenceComparison.Run(NetworkOptions.Parse(options)));
            case ["gpu"]: return Compare(GpuComparison.Run);
            case ["waiting", .. var options]: return Compare(() => WaitingComparison.Run(options));
            case ["waiting-steps"]: return Compare(WaitingComparison.Steps);
            case ["waiting-busy"]: return Compare(WaitingComparison.Busy);
            case ["training", .. var options]: return Compare(() => TrainingComparison.Run(NetworkOptions.Parse(options)));
        }
        // In this process: a generated project would not find the natives that the build lays beside the assemblies.
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
        return 0;
    }

    private static string Python(string[] args) =>
        args.Length > 1 ? args[1] : File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static int Compare(Action comparison)
    {
        try
        {
            comparison();
            return 0;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Console.WriteLine(error.Message);
            return 1;
        }
    }
}
