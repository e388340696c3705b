using System.Diagnostics;
using System.Reflection;
using System.Text;
using SuperResolution.Build;

namespace SuperResolution.Tests.Platform;

/// <summary>The build task that makes TorchSharp's native library loadable (environment/torch), on real and made-up ELF files.</summary>
public sealed class WeakVersionNeedTests : IDisposable
{
    private const string Needed = "GLIBCXX_3.4.32";
    private readonly string folder = Directory.CreateTempSubdirectory("weak-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The file as the TorchSharp package brings it; the copy beside the tests is already changed where that is needed.</summary>
    private static string PackageFile()
    {
        var package = typeof(WeakVersionNeedTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "TorchSharpPackage").Value;
        var file = Path.Combine(package ?? "", "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(file), "The TorchSharp package lies not in the packages folder that the build used.");
        return file;
    }

    private string Put(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Runs the task against a system whose libstdc++ defines <paramref name="defines"/>.</summary>
    private (bool Ok, BuildLog Log) Run(string file, string defines = "GLIBCXX_3.4.30")
    {
        var system = Directory.CreateDirectory(Path.Combine(folder, "system-" + defines)).FullName;
        File.WriteAllText(Path.Combine(system, "libstdc++.so.6"), $"GCC_3.0\0{defines}\0");
        var log = new BuildLog();
        var task = new WeakenVersionNeed
        {
            BuildEngine = log,
            File = file,
            Version = Needed,
            Library = "libstdc++.so.6",
            Folders = [system],
        };
        return (task.Execute(), log);
    }

    private static string Identity(string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs 'stat' of Linux.");
        return Tool("stat", "-c", "%i %y", file);
    }

    private static string Tool(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    [Fact]
    public void In_the_real_file_exactly_one_byte_becomes_the_weak_flag()
    {
        var original = File.ReadAllBytes(PackageFile());
        var changed = (byte[])original.Clone();

        Assert.Equal(1, WeakVersionNeed.Mark(changed, Needed));

        var differences = Enumerable.Range(0, original.Length).Where(i => original[i] != changed[i]).ToArray();
        Assert.Single(differences);
        Assert.Equal((0, 2), (original[differences[0]], changed[differences[0]]));
        Assert.Equal(0, WeakVersionNeed.Mark(changed, Needed));
    }

    [Fact]
    public void The_task_changes_the_real_file_once_and_keeps_its_time()
    {
        var file = Put("libLibTorchSharp.so", File.ReadAllBytes(PackageFile()));
        var time = new DateTime(2026, 5, 7, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, time);

        var (ok, log) = Run(file);
        Assert.True(ok);
        Assert.Contains(log.Messages, message => message.Contains("marked as weak"));
        Assert.Equal(time, File.GetLastWriteTimeUtc(file));
        Assert.Equal(0, WeakVersionNeed.Mark(File.ReadAllBytes(file), Needed));

        var before = Identity(file);
        Assert.True(Run(file).Ok);
        Assert.Equal(before, Identity(file));
    }

    [Fact]
    public void Where_the_system_defines_the_version_nothing_happens()
    {
        var bytes = TinyElf.WithNeeds(false, Needed);
        var file = Put("a.so", bytes);
        var before = Identity(file);

        Assert.True(Run(file, defines: Needed).Ok);
        Assert.Equal(before, Identity(file));
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public void A_longer_version_name_of_the_system_does_not_count_as_the_version()
    {
        var file = Put("a.so", TinyElf.WithNeeds(false, Needed));
        Assert.True(Run(file, defines: Needed + "1").Ok);
        Assert.Equal(0, WeakVersionNeed.Mark(File.ReadAllBytes(file), Needed));
    }

    [Fact]
    public void A_file_that_needs_another_version_only_is_not_touched()
    {
        var file = Put("a.so", TinyElf.WithNeeds(false, "GLIBCXX_3.4.30", "CXXABI_1.3"));
        var before = Identity(file);
        Assert.True(Run(file).Ok);
        Assert.Equal(before, Identity(file));
    }

    [Fact]
    public void A_real_library_that_needs_nothing_is_not_touched()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "libc10.so");
        Assert.SkipUnless(File.Exists(library), "libtorch's libc10.so lies not beside the tests (not Linux).");
        var file = Put("libc10.so", File.ReadAllBytes(library));
        var before = Identity(file);
        Assert.True(Run(file).Ok);
        Assert.Equal(before, Identity(file));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_flags_of_the_asked_version_change(bool sectionsFirst)
    {
        var original = TinyElf.WithNeeds(sectionsFirst, "GLIBCXX_3.4.30", Needed, "CXXABI_1.3");
        var changed = (byte[])original.Clone();
        Assert.Equal(1, WeakVersionNeed.Mark(changed, Needed));
        Assert.Equal(1, original.Zip(changed).Count(pair => pair.First != pair.Second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_at_any_length_a_file_is_refused(bool sectionsFirst)
    {
        var whole = TinyElf.WithNeeds(sectionsFirst, "GLIBCXX_3.4.30", Needed);
        for (var length = 0; length < whole.Length; length++)
        {
            var part = whole[..length];
            Assert.Throws<InvalidDataException>(() => WeakVersionNeed.Mark(part, Needed));
        }
    }

    [Fact]
    public void The_real_file_cut_short_is_an_error_and_stays_as_it_is()
    {
        var whole = File.ReadAllBytes(PackageFile());
        foreach (var length in new[] { 0, 3, 40, 64, 4096, whole.Length / 2, whole.Length - 4096, whole.Length - 1 })
        {
            var part = whole[..length];
            var file = Put("cut.so", part);
            var (ok, log) = Run(file);

            Assert.False(ok);
            Assert.Contains(file, Assert.Single(log.Errors));
            Assert.Contains(length < 4 ? "not an ELF file" : "truncated", log.Errors[0]);
            Assert.Contains("Nothing was changed", log.Errors[0]);
            Assert.Equal(part, File.ReadAllBytes(file));
            Assert.Empty(Directory.GetFiles(folder, "*.tmp"));
        }
    }

    [Fact]
    public void Needs_that_never_end_or_point_outside_are_refused_or_left()
    {
        var elf = TinyElf.WithNeeds(false, Needed);
        var needs = elf.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Needed)) + Needed.Length + 1;
        BitConverter.TryWriteBytes(elf.AsSpan(needs + 8), uint.MaxValue); // vn_aux
        Assert.Throws<InvalidDataException>(() => WeakVersionNeed.Mark(elf, Needed));

        var endless = TinyElf.WithNeeds(false, Needed);
        BitConverter.TryWriteBytes(endless.AsSpan(endless.Length - 64 + 44), uint.MaxValue); // sh_info: four billion records
        Assert.Equal(1, WeakVersionNeed.Mark(endless, Needed));
    }

    [Theory]
    [InlineData("MZ, but not an ELF file at all, though it is long enough to be one: sixty-four bytes and more.", "not an ELF file")]
    [InlineData("\u007fELF\u0001\u0001 a file of 32 bits, which this is not meant for; sixty-four bytes and more.", "not a 64-bit")]
    public void Another_kind_of_file_is_an_error(string text, string cause)
    {
        var file = Put("other.so", Encoding.ASCII.GetBytes(text));
        var (ok, log) = Run(file);
        Assert.False(ok);
        Assert.Contains(cause, Assert.Single(log.Errors));
    }

    [Fact]
    public void A_missing_file_is_an_error()
    {
        var (ok, log) = Run(Path.Combine(folder, "absent", "a.so"));
        Assert.False(ok);
        Assert.Contains("a.so", Assert.Single(log.Errors));
    }

    [Fact]
    public void The_other_name_of_a_hard_link_keeps_its_bytes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs 'ln' of Linux.");
        var bytes = TinyElf.WithNeeds(false, Needed);
        var cache = Put("cache.so", bytes);
        var output = Path.Combine(folder, "output.so");
        Tool("ln", cache, output);

        Assert.True(Run(output).Ok);
        Assert.Equal(bytes, File.ReadAllBytes(cache));
        Assert.NotEqual(bytes, File.ReadAllBytes(output));
    }
}
