using System.Globalization;
using TorchSharp;

namespace SuperResolution.Platform;

/// <summary>What a user writes for a device (<c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>), read without touching any device.</summary>
internal static class DeviceName
{
    /// <param name="text">Upper or lower case; surrounding blanks do not matter; <c>cuda</c> is <c>cuda:0</c>.</param>
    /// <param name="cudaDevices">How many CUDA devices there are; only asked for when the text names one.</param>
    /// <param name="source">Where the text comes from, for the message.</param>
    /// <exception cref="ArgumentException">Another text.</exception>
    /// <exception cref="InvalidOperationException">There is no such CUDA device.</exception>
    public static (DeviceType Type, int Index) Parse(string text, Func<int> cudaDevices, string source)
    {
        var name = text.Trim().ToLowerInvariant();
        if (name == "cpu") return (DeviceType.CPU, -1);

        var index = 0;
        if (name != "cuda" && !(name.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new ArgumentException($"{source} is '{text}', which is no device. Use cpu, cuda or cuda:N with N from 0.");

        var devices = cudaDevices();
        if (devices == 0)
            throw new InvalidOperationException(
                $"{source} asks for '{name}', but LibTorch sees no CUDA device. Use cpu; or install NVIDIA's driver and build with " +
                "-p:TorchBackend=cuda-linux or cuda-windows (environment/README.md).");
        if (index >= devices)
            throw new InvalidOperationException(
                $"{source} asks for '{name}', but LibTorch sees {devices} CUDA device{(devices == 1 ? "" : "s")}, counted from cuda:0. " +
                "Use one of these or cpu.");
        return (DeviceType.CUDA, index);
    }
}
