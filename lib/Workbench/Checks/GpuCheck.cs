using TorchSharp;

namespace SuperResolution.Workbench.Checks;

/// <summary>Whether LibTorch sees a GPU.</summary>
internal sealed class GpuCheck : ICheck
{
    public string Title => "GPU";

    public Task<CheckResult> RunAsync() => Task.FromResult(torch.cuda.is_available()
        ? CheckResult.Good($"{torch.cuda.device_count()} seen by CUDA")
        : CheckResult.Lacking("none that LibTorch sees: trainings run on the processor. Where there is one, environment/README.md has " +
            "how to build for it."));
}
