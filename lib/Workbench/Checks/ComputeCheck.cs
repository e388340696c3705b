using SuperResolution.Platform;
using static TorchSharp.torch;

namespace SuperResolution.Workbench.Checks;

/// <summary>LibTorch loads and computes: a convolution whose result is known.</summary>
internal sealed class ComputeCheck : ICheck
{
    // The sums of each 3 × 3 neighbourhood of 1 2 3 / 4 5 6 / 7 8 9, with zeros around it.
    private static readonly float[] expected = [12, 21, 16, 27, 45, 33, 24, 39, 28];

    public string Title => "LibTorch";

    public Task<CheckResult> RunAsync()
    {
        try
        {
            using var scope = NewDisposeScope();
            var image = arange(1, 10, ScalarType.Float32).reshape(1, 1, 3, 3).to(Compute.Device);
            var sums = nn.functional.conv2d(image, ones([1, 1, 3, 3], device: Compute.Device), padding: [1L, 1L]).cpu().data<float>()
                .ToArray();
            return Task.FromResult(sums.SequenceEqual(expected)
                ? CheckResult.Good($"computes. {Compute.Describe()}")
                : CheckResult.Bad($"A convolution gave {string.Join(' ', sums)} instead of {string.Join(' ', expected)} " +
                    $"({Compute.Describe()}). Delete lib/*/bin and lib/*/obj and build again."));
        }
        catch (Exception error) when (
            error is DllNotFoundException or TypeInitializationException or BadImageFormatException or NotSupportedException)
        {
            return Task.FromResult(CheckResult.Bad(
                $"The native library does not load: {(error.InnerException ?? error).Message} Delete lib/*/bin and lib/*/obj and build " +
                "again; environment/README.md has what older systems need."));
        }
    }
}
