using System.Diagnostics;
using SuperResolution.Losses;
using SuperResolution.Tests.Support;
using SuperResolution.Training;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_truncated_checkpoint_is_refused_and_the_training_is_as_it_was()
    {
        using var training = Train();
        training.TrainOneStep();
        training.Save(folder["sound.safetensors"]);
        var bytes = File.ReadAllBytes(folder["sound.safetensors"]);
        foreach (var length in new[] { 0, 7, 100, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(folder["cut.safetensors"], bytes[..length]);
            Assert.Contains("cut.safetensors",
                Assert.Throws<WeightsFormatException>(() => training.Resume(folder["cut.safetensors"])).Message);
        }
        training.Save(folder["after.safetensors"]);
        Assert.Equal(bytes, File.ReadAllBytes(folder["after.safetensors"]));
    }

    [Fact]
    public void A_missing_key_or_another_shape_is_named_and_the_training_is_as_it_was()
    {
        using var training = Train();
        training.TrainOneStep();
        training.Save(folder["sound.safetensors"]);
        using var file = SafetensorsFile.Read(folder["sound.safetensors"]);
        SafetensorsFile.Write(folder["less.safetensors"], file.Tensors.Where(pair => pair.Key != "adam.second.up0.conv.weight"),
            file.Metadata);
        Assert.Contains("'adam.second.up0.conv.weight' is missing",
            Assert.Throws<WeightsFormatException>(() => training.Resume(folder["less.safetensors"])).Message);

        using var longer = zeros(5);
        SafetensorsFile.Write(folder["other.safetensors"],
            file.Tensors.Select(pair => pair.Key == "conv1.bias" ? KeyValuePair.Create(pair.Key, longer) : pair), file.Metadata);
        Assert.Contains("'conv1.bias'", Assert.Throws<WeightsFormatException>(() => training.Resume(folder["other.safetensors"])).Message);

        training.Save(folder["after.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["sound.safetensors"]), File.ReadAllBytes(folder["after.safetensors"]));
    }

    [Fact]
    public void Weights_that_are_not_finite_never_replace_a_checkpoint()
    {
        using var training = Train();
        training.TrainOneStep();
        training.Save(folder["checkpoint.safetensors"]);
        var sound = File.ReadAllBytes(folder["checkpoint.safetensors"]);
        using (no_grad()) training.Network.get_parameter("conv1.bias")![0] = float.NaN;
        Assert.Contains("A weight after step 1",
            Assert.Throws<TrainingDivergedException>(() => training.Save(folder["checkpoint.safetensors"])).Message);
        Assert.Equal(sound, File.ReadAllBytes(folder["checkpoint.safetensors"]));
    }

    [Fact]
    public void The_checkpoint_before_is_kept()
    {
        using var training = Train();
        var saved = new List<byte[]>();
        for (var step = 0; step < 3; step++)
        {
            training.TrainOneStep();
            training.Save(folder["checkpoint.safetensors"]);
            saved.Add(File.ReadAllBytes(folder["checkpoint.safetensors"]));
        }
        Assert.Equal(saved[1], File.ReadAllBytes(folder["checkpoint.previous.safetensors"]));
        Assert.Equal(2, Directory.GetFiles(folder.FullName).Length);
    }

    [Fact] // it was trained on, with other weights in the end
    public void A_checkpoint_with_a_turned_bit_or_without_a_digest_is_refused_and_the_training_is_as_it_was()
    {
        using var training = Train();
        training.TrainOneStep();
        training.Save(folder["sound.safetensors"]);
        var bytes = File.ReadAllBytes(folder["sound.safetensors"]);
        foreach (var at in new[] { bytes.Length - 3, bytes.Length / 2, bytes.AsSpan().IndexOf("\"step\":\"1\""u8) + 8 })
        {
            var bad = bytes.ToArray();
            bad[at] ^= 2;
            File.WriteAllBytes(folder["bad.safetensors"], bad);
            Assert.Contains("its digest is not that of its bytes",
                Assert.Throws<WeightsFormatException>(() => training.Resume(folder["bad.safetensors"])).Message);
        }
        bytes[bytes.AsSpan().IndexOf("sha256 of this"u8)] = (byte)'S'; // as of an earlier version
        File.WriteAllBytes(folder["old.safetensors"], bytes);
        Assert.Contains("it has no digest",
            Assert.Throws<WeightsFormatException>(() => training.Resume(folder["old.safetensors"])).Message);
        training.Save(folder["after.safetensors"]);
        Assert.Equal(File.ReadAllBytes(folder["sound.safetensors"]), File.ReadAllBytes(folder["after.safetensors"]));
    }

    [Fact]
    public void A_full_disk_is_reported_with_the_room_that_is_needed_and_the_step_that_is_still_there()
    {
        using var disk = SmallDisk.Mount(folder["disk"], kilobytes: 400);
        using var training = Train();
        training.TrainOneStep();
        training.Save(folder["disk/checkpoint.safetensors"]);
        var sound = File.ReadAllBytes(folder["disk/checkpoint.safetensors"]);
        File.WriteAllBytes(folder["disk/something else"], new byte[400 * 1024 - (2 * sound.Length) + 10_000 & ~4095]);
        training.TrainOneStep();

        var error = Assert.Throws<CheckpointException>(() => training.Save(folder["disk/checkpoint.safetensors"]));
        Assert.Contains("The checkpoint of step 2 could not be written", error.Message);
        Assert.Contains("The checkpoint of step 1 is as it was", error.Message);
        Assert.Matches(@"It takes 0\.\d MB; 0\.\d MB are free there", error.Message);
        Assert.Equal(sound, File.ReadAllBytes(folder["disk/checkpoint.safetensors"]));
        Assert.Equal(2, Directory.GetFiles(folder["disk"]).Length); // none of it was the checkpoint before

        File.Delete(folder["disk/something else"]); // room is made: it goes on
        training.Save(folder["disk/checkpoint.safetensors"]);
        using var again = Train();
        again.Resume(folder["disk/checkpoint.safetensors"]);
        Assert.Equal(2, again.Step);
    }

    [Fact]
    public void A_write_that_fails_for_any_other_reason_says_the_same()
    {
        var error = Assert.Throws<CheckpointException>(
            () => TrainingFile.Write(folder["x"], "The checkpoint of step 9", folder["checkpoint.safetensors"], [zeros(500_000)],
            () => AtomicFile.Write(folder["x"], stream => throw new IOException("No space left on device"))));
        Assert.StartsWith($"The checkpoint of step 9 could not be written to '{folder["x"]}': No space left on device. It takes 2.0 MB; ",
            error.Message);
        Assert.EndsWith("There is no earlier checkpoint: make room or correct the rights of the folder, then start again.", error.Message);
    }

    private static Trainer Train() =>
        new(TinyRuns.Plain, TinyRuns.Plain.NewNetwork(), new MseLoss(),
            TinyRuns.Plain.Batches(TinyRuns.Pictures.Select(item => item.Load())));

    /// <summary>A disk of a size that a test can fill.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string path;

        private SmallDisk(string path) => this.path = path;

        public static SmallDisk Mount(string path, int kilobytes)
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
                "needs root on Linux, to mount a small file system");
            Directory.CreateDirectory(path);
            Assert.SkipUnless(Succeeds("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path),
                "mounting a file system is not permitted here");
            return new SmallDisk(path);
        }

        public void Dispose() => Assert.True(Succeeds("umount", path));

        private static bool Succeeds(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
