using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Platform;

/// <summary>The one place that says where tensors are computed: device, threads, allocator.</summary>
/// <remarks>
/// The first use of <see cref="Device"/> or <see cref="Threads"/> sets the number of threads, calls
/// <see cref="Allocator.KeepFreedMemory"/>, and lets LibTorch write errors only to the error stream (unless <c>TORCH_CPP_LOG_LEVEL</c> is
/// set). Environment variables: <c>SUPERRESOLUTION_DEVICE</c> (cpu, cuda, cuda:N),
/// <c>SUPERRESOLUTION_THREADS</c> (from 1), <c>SUPERRESOLUTION_KEEP_MEMORY</c> (0: off).
/// </remarks>
public static class Compute
{
    internal const string DeviceVariable = "SUPERRESOLUTION_DEVICE";
    internal const string ThreadsVariable = "SUPERRESOLUTION_THREADS";

    private static readonly Lock Gate = new();
    private static Device? device;
    private static int threads;

    /// <summary>Where models and tensors go: the first CUDA device if there is one, else the CPU, unless chosen otherwise.</summary>
    /// <exception cref="ArgumentException">
    /// <c>SUPERRESOLUTION_DEVICE</c> or <c>SUPERRESOLUTION_THREADS</c> cannot be understood.
    /// </exception>
    /// <exception cref="InvalidOperationException"><c>SUPERRESOLUTION_DEVICE</c> asks for a CUDA device that is not there.</exception>
    public static Device Device
    {
        get
        {
            lock (Gate)
            {
                SetThreadsOnce();
                return device ??= Choose(Environment.GetEnvironmentVariable(DeviceVariable), DeviceVariable);
            }
        }
    }

    /// <summary>How many threads an operator on the CPU uses.</summary>
    /// <remarks>At first <c>SUPERRESOLUTION_THREADS</c>, else one per physical core that this process may use.</remarks>
    /// <exception cref="ArgumentException"><c>SUPERRESOLUTION_THREADS</c> is not a number from 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value under 1 is set.</exception>
    public static int Threads
    {
        get
        {
            lock (Gate)
            {
                SetThreadsOnce();
                return threads;
            }
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            lock (Gate) Apply(value);
        }
    }

    /// <summary>
    /// Chooses the device for everything that asks for <see cref="Device"/> from now on. What was made before stays where it is.
    /// </summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>, or null to go back to the automatic choice.</param>
    /// <exception cref="ArgumentException">Another text.</exception>
    /// <exception cref="InvalidOperationException">There is no such CUDA device; the choice stays as it was.</exception>
    public static void Use(string? name)
    {
        lock (Gate) device = name is null ? null : Choose(name, "The device");
    }

    /// <summary>One line for logs and reports: versions, device, threads, memory setting, operating system.</summary>
    /// <returns>
    /// E.g. <c>TorchSharp 0.107.0 (libtorch 2.10.0), cpu, 2 threads, freed memory is kept, Debian GNU/Linux 12, x64, .NET 10.0.1</c>.
    /// </returns>
    public static string Describe()
    {
        var (where, count) = (Device, Threads);
        var version = typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "?";
        var name = where.type == DeviceType.CUDA ? $"cuda:{Math.Max(0, where.index)}" : "cpu";
        var memory = Allocator.KeepsFreedMemory ? "freed memory is kept" : "default allocator";
        return string.Create(CultureInfo.InvariantCulture,
            $"TorchSharp {version} (libtorch {__version__}), {name}, {count} {(count == 1 ? "thread" : "threads")}, {memory}, " +
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}, " +
            $"{RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>The number of threads that a variable's text asks for.</summary>
    /// <param name="text">
    /// Null or blank: as many as LibTorch would take (physical cores), but not more than <paramref name="processors"/>.
    /// </param>
    /// <param name="physical">LibTorch's own choice: it knows cores from hyper-threads, but not a container's CPU quota.</param>
    /// <param name="processors">.NET's count, which knows affinity and quota.</param>
    internal static int ParseThreads(string? text, int physical, int processors)
    {
        if (string.IsNullOrWhiteSpace(text)) return Math.Max(1, Math.Min(physical, processors));
        return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture,
            out var count) && count > 0
            ? count
            : throw new ArgumentException(
                $"{ThreadsVariable} is '{text}'. Use a whole number from 1, or leave it out for one thread per core.");
    }

    private static Device Choose(string? name, string source)
    {
        if (string.IsNullOrWhiteSpace(name)) return cuda.is_available() ? CUDA : CPU;
        var (type, index) = DeviceName.Parse(name, () => cuda.is_available() ? cuda.device_count() : 0, source);
        return new Device(type, index);
    }

    private static void SetThreadsOnce()
    {
        if (threads > 0) return;
        Apply(ParseThreads(Environment.GetEnvironmentVariable(ThreadsVariable), get_num_threads(), Environment.ProcessorCount));
    }

    private static void Apply(int count)
    {
        Allocator.KeepFreedMemory();
        set_num_threads(threads = count);
        LibTorchLog.KeepErrorsOnly();
    }
}
