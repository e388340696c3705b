using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Imaging.Fuzzing;

/// <summary>Damaged files of each format; see <see cref="FuzzRun"/> for longer runs.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("png", 2000), InlineData("jpg", 1500), InlineData("bmp", 1500), InlineData("webp", 1000)]
    public void A_damaged_file_is_a_picture_or_the_one_error(string format, int count)
    {
        var outcomes = FuzzRun.FromEnvironment(count).Run(SoundFiles.Of(format), Check);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", outcomes.Select(outcome => $"{outcome.Key}: {outcome.Value}")));
        Assert.True(outcomes["picture"] >= 10 && outcomes["refused"] >= 10, "the damage is too weak or too strong to find anything");
    }

    [Theory, InlineData("*.jpg", 300, 50_000), InlineData("*.png", 150, 50_000), InlineData("*.bmp", 30, Megabyte)]
    public void So_is_a_damaged_photograph(string pattern, int count, int length)
    {
        var data = Environment.GetEnvironmentVariable(DataFolder.Variable) is { Length: > 0 } named ? named : Shared.Path("datasets");
        var files = Directory.EnumerateFiles(data, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => new FileInfo(file).Length < length).Take(10).Select(File.ReadAllBytes).ToList();
        Assert.SkipWhen(files.Count == 0, $"needs {pattern} in a folder of data sets");
        FuzzRun.FromEnvironment(count).Run(files, Check);
    }

    [Fact] // libjpeg makes other pixels of damaged data in one block of memory than of a file that it reads piece by piece
    public void A_damaged_photograph_has_the_same_pixels_whichever_way_it_is_read()
    {
        var (sound, random) = (SyntheticImages.DeadLeaves(1, 128, 128).ToJpeg(99), new Random(1));
        for (var i = 0; i < 100; i++)
        {
            var at = random.Next(700, sound.Length - 40);
            byte[] mark = [0xFF, (byte)(random.Next(2) == 0 ? 0xD0 + random.Next(8) : random.Next(256))];
            Check(i % 2 == 0 ? [.. sound[..at], .. mark, .. sound[at..]] : [.. sound[..at], .. mark, .. sound[(at + 2)..]]);
        }
    }

    [Fact]
    public void The_damage_is_the_same_each_time()
    {
        var sound = SoundFiles.Of("jpg");
        var (run, other) = (new FuzzRun(1, 5), new FuzzRun(1, 6));
        Assert.Equal(run.Case(sound, 3), new FuzzRun(9, 5).Case(sound, 3));
        Assert.Equal(50, Enumerable.Range(0, 50).Select(i => Convert.ToHexString(run.Case(sound, i))).Distinct().Count());
        Assert.NotEqual(run.Case(sound, 3), other.Case(sound, 3));
    }

    [Fact]
    public void A_case_that_never_ends_is_named()
    {
        using var end = new ManualResetEventSlim();
        var run = new FuzzRun(10, 4) { Patience = TimeSpan.FromMilliseconds(50) };
        var calls = 0;
        var error = Assert.Throws<TimeoutException>(() => run.Run(SoundFiles.Of("bmp"), _ =>
        {
            if (++calls == 3) end.Wait();
            return "";
        }));
        Assert.StartsWith($"Case 2 of seed 4 ({Convert.ToBase64String(run.Case(SoundFiles.Of("bmp"), 2))}) does not end", error.Message);
        end.Set();
    }

    [Fact]
    public void A_case_that_fails_is_named_with_its_file()
    {
        var run = new FuzzRun(10, 4);
        var error = Assert.Throws<InvalidOperationException>(
            () => run.Run(SoundFiles.Of("bmp"), _ => throw new FormatException("so it is")));
        Assert.Equal($"Case 0 of seed 4 ({Convert.ToBase64String(run.Case(SoundFiles.Of("bmp"), 0))}): so it is", error.Message);
    }

    /// <summary>
    /// Decodes a file from memory, from the disk and in tiles: all refuse it, or all give the same pixels. Whatever else happens is
    /// thrown.
    /// </summary>
    private string Check(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var picture = Decoded(() => Picture.Decode(file, folder["damaged"]));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // Deflate makes 1032 bytes of one and a byte eight pixels; only WebP can make more, of one colour.
        var most = file.AsSpan().StartsWith("RIFF"u8) ? 8L << 26 : (64L * Megabyte) + (file.Length * 1032L * 8);
        Assert.True(allocated < most, $"{allocated:N0} bytes of memory for {file.Length:N0} bytes: {picture}");

        File.WriteAllBytes(folder["damaged"], file);
        var loaded = Decoded(() => Picture.Load(folder["damaged"]));
        Assert.True(loaded?.Width == picture?.Width && (loaded is null || loaded.Pixels.SequenceEqual(picture!.Pixels)),
            $"it is {picture} from memory and {loaded} from the disk, or other pixels");
        try
        {
            using var reader = PictureReader.Open(folder["damaged"]);
            // reading all of it could take long
            if (picture is null && (long)reader.Width * reader.Height > 4 * Megabyte) return "refused";
            foreach (var (x, y, tile) in reader.Tiles(picture is null || picture.Width < 200 ? 16 : 4096))
                if (picture is not null)
                    Assert.True(tile.Pixels.SequenceEqual(picture.Crop(x, y, tile.Width, tile.Height).Pixels),
                        $"the tile at ({x}, {y}) differs");
            Assert.True(picture is not null, "it is refused at once and accepted in tiles");
            return "picture";
        }
        catch (PictureFormatException error)
        {
            Assert.True(picture is null, $"it is accepted at once and refused in tiles: {error.Message}");
            return "refused";
        }
    }

    private Picture? Decoded(Func<Picture> decode)
    {
        try
        {
            return decode();
        }
        catch (PictureFormatException error)
        {
            Assert.StartsWith($"'{folder["damaged"]}' cannot be read as a picture: ", error.Message);
            return null;
        }
    }
}
