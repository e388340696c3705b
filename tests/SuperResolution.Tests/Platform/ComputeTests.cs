using SuperResolution.Platform;
using TorchSharp;

namespace SuperResolution.Tests.Platform;

/// <summary>Tests that change the process-wide choice run one after the other and put it back.</summary>
[Collection("process-wide compute settings")]
public class ComputeTests
{
    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1)]
    [InlineData(" CPU ", DeviceType.CPU, -1)]
    [InlineData("cuda", DeviceType.CUDA, 0)]
    [InlineData("cuda:0", DeviceType.CUDA, 0)]
    [InlineData("Cuda:1", DeviceType.CUDA, 1)]
    public void A_device_name_is_read(string text, DeviceType type, int index) =>
        Assert.Equal((type, index), DeviceName.Parse(text, () => 2, "x"));

    [Fact]
    public void The_cpu_is_chosen_without_looking_for_cuda() =>
        Assert.Equal(DeviceType.CPU, DeviceName.Parse("cpu", () => throw new InvalidOperationException(), "x").Type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1x")]
    [InlineData("cuda1")]
    [InlineData("cuda: 1")]
    public void Another_name_is_an_error_that_says_what_can_be_used(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => DeviceName.Parse(text, () => 2, Compute.DeviceVariable));
        Assert.Contains($"SUPERRESOLUTION_DEVICE is '{text}'", error.Message);
        Assert.Contains("cpu, cuda or cuda:N", error.Message);
    }

    [Theory]
    [InlineData("cuda", 0, "sees no CUDA device")]
    [InlineData("cuda:1", 1, "sees 1 CUDA device, counted")]
    [InlineData("cuda:7", 2, "sees 2 CUDA devices, counted")]
    public void An_absent_device_is_an_error_that_says_what_to_do(string text, int devices, string cause)
    {
        var error = Assert.Throws<InvalidOperationException>(() => DeviceName.Parse(text, () => devices, "The device"));
        Assert.Contains(cause, error.Message);
        Assert.Contains("cpu", error.Message);
    }

    [Fact]
    public void Use_changes_the_device_until_it_is_taken_back()
    {
        Compute.Use("cpu");
        Assert.Equal(DeviceType.CPU, Compute.Device.type);
        using (var ones = torch.ones(3, device: Compute.Device))
            Assert.Equal(3f, ones.sum().item<float>());

        Assert.Throws<ArgumentException>(() => Compute.Use("abacus"));
        Assert.Equal(DeviceType.CPU, Compute.Device.type);
        Compute.Use(null);
    }

    [Fact]
    public void Cuda_without_cuda_is_refused_and_the_choice_stays()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "This machine has CUDA.");
        Compute.Use("cpu");
        var error = Assert.Throws<InvalidOperationException>(() => Compute.Use("cuda"));
        Assert.Contains("TorchBackend=cuda-linux", error.Message);
        Assert.Equal(DeviceType.CPU, Compute.Device.type);
        Compute.Use(null);
    }

    [Theory]
    [InlineData(null, 8, 4, 4)]
    [InlineData("", 2, 4, 2)]
    [InlineData(" ", 0, 0, 1)]
    [InlineData("3", 8, 4, 3)]
    [InlineData(" 16 ", 8, 4, 16)]
    public void Threads_are_the_variable_or_the_cores_that_this_process_may_use(
        string? text, int physical, int processors, int expected) =>
        Assert.Equal(expected, Compute.ParseThreads(text, physical, processors));

    [Theory]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("all")]
    [InlineData("1.5")]
    public void A_wrong_number_of_threads_is_an_error(string text) =>
        Assert.Contains($"SUPERRESOLUTION_THREADS is '{text}'",
            Assert.Throws<ArgumentException>(() => Compute.ParseThreads(text, 4, 4)).Message);

    [Fact]
    public void LibTorch_takes_the_number_of_threads()
    {
        var before = Compute.Threads;
        Assert.Equal(before, torch.get_num_threads());
        Compute.Threads = 1;
        Assert.Equal((1, 1), (Compute.Threads, torch.get_num_threads()));
        Assert.Throws<ArgumentOutOfRangeException>(() => Compute.Threads = 0);
        Compute.Threads = before;
        Assert.Equal(before, torch.get_num_threads());
    }

    [Fact]
    public void The_description_is_one_line_with_version_device_and_threads()
    {
        Compute.Use("cpu");
        var line = Compute.Describe();
        Assert.DoesNotContain('\n', line);
        Assert.StartsWith("TorchSharp 0.107.0 (libtorch 2.10.0", line);
        Assert.Contains($"), cpu, {Compute.Threads} thread", line);
        Compute.Use(null);
    }

    [Fact]
    public void LibTorch_writes_errors_only_once_it_is_in_use()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "LibTorch exports its threshold on Linux only");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("TORCH_CPP_LOG_LEVEL") is not null,
            "TORCH_CPP_LOG_LEVEL is set: LibTorch's threshold is left alone");
        _ = Compute.Device;
        Assert.Equal(2, LibTorchLog.Level);
    }
}
