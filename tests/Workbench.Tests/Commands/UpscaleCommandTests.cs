using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Weights;
using SuperResolution.Workbench.Commands;
using static TorchSharp.torch;

namespace SuperResolution.Workbench.Tests.Commands;

public sealed class UpscaleCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter said = new(), errors = new();

    public UpscaleCommandTests() => Draw("house.png");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("srcnn", 3), InlineData("bicubic", 5), InlineData("nearest", 2)]
    public void Writes_a_picture_that_is_larger_by_the_scale(string method, int scale)
    {
        Assert.Equal(0, Run(["house.png"], UpscalerChoice.Choose(method, scale, null), new() { Out = folder.File("large") }));
        var result = Picture.Load(folder.File($"large/house-x{scale}.png"));
        Assert.Equal((48 * scale, 36 * scale, 3), (result.Width, result.Height, result.Channels));
    }

    [Fact]
    public void Scales_without_weights_are_refused() =>
        Assert.Contains("--method bicubic", Assert.Throws<BadInputException>(() => UpscalerChoice.Choose("srcnn", 6, null)).Message);

    [Fact]
    public void Weights_choose_their_network_and_scale()
    {
        using var scope = NewDisposeScope();
        var network = new EdsrSettings(Scale: 3, Blocks: 1, Features: 4, ResidualScale: 1);
        ModuleWeights.Save(new Edsr(network), folder.File("tiny.safetensors"), map: Edsr.FirstNames(1));

        Assert.Equal(0, Run(["house.png"], UpscalerChoice.Choose("srcnn", null, folder.File("tiny.safetensors")),
            new() { Out = folder.File("large") }));

        Assert.Equal(3 * 48, Picture.Load(folder.File("large/house-x3.png")).Width);
        Assert.Contains("EDSR (tiny)", said.ToString());
        Assert.Equal(2, UpscalerChoice.Choose("srcnn", 2, "srcnn-9-5-5-x2").Scale); // weights that ship, by their name
        Assert.Contains("by 3, not by 2",
            Assert.Throws<WeightsFormatException>(() => UpscalerChoice.Choose("srcnn", 2, folder.File("tiny.safetensors"))).Message);
        Assert.Contains("srcnn-9-5-5-x3", Assert.Throws<BadInputException>(() => UpscalerChoice.Choose("srcnn", 2, "nonsense")).Message);
    }

    [Fact]
    public void A_folder_becomes_a_folder_with_the_same_relative_names()
    {
        Draw("photos/a.png");
        Draw("photos/sub/deep/b.bmp");
        folder.Write("photos/notes.txt", "no picture");
        Assert.Equal(0, Run(["photos"]));
        Assert.Equal(["a.png", "sub/deep/b.png"], Names("photos-x2"));

        Assert.Equal(0, Run(["photos"], settings: new() { Out = folder.File("photos/large"), Format = "webp" }));
        // its own results are no input
        Assert.Equal(0, Run(["photos"], settings: new() { Out = folder.File("photos/large"), Format = "webp", Overwrite = true }));
        Assert.Equal(["a.webp", "sub/deep/b.webp"], Names("photos/large"));
    }

    [Fact]
    public void What_is_skipped_in_a_folder_is_counted_and_named_and_all_names_of_JPEG_are_read()
    {
        foreach (var name in (string[])["a.jfif", "b.jpe", "c.JPEG", "sub/d.dib"])
        {
            Draw("photos/x.jpg");
            if (name.EndsWith(".dib", StringComparison.Ordinal)) Draw("photos/x.bmp");
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File("photos/" + name))!);
            File.Move(folder.File(name.EndsWith(".dib", StringComparison.Ordinal) ? "photos/x.bmp" : "photos/x.jpg"),
                folder.File("photos/" + name));
            File.Delete(folder.File("photos/x.jpg"));
        }
        folder.Write("photos/e.gif", "GIF89a");
        folder.Write("photos/sub/f.tiff", "II*");
        folder.Write("photos/notes.txt", "no picture");
        Assert.Equal(0, Run(["photos"]));
        Assert.Equal(["a.png", "b.png", "c.png", "sub/d.png"], Names("photos-x2"));
        Assert.Contains("3 files are skipped: 'e.gif', 'f.tiff' (of a kind that is not read: save such pictures as PNG); 'notes.txt' " +
            "(no picture by name).", errors.ToString());

        folder.Write("only/e.gif", "GIF89a");
        Assert.Contains("1 file is skipped: 'e.gif'", Assert.Throws<BadInputException>(() => Run(["only"])).Message);
    }

    [Fact]
    public void Colour_profiles_are_carried_on_converted_or_said_to_be_dropped()
    {
        byte[] Profiled(string kind, byte[] content) =>
            [.. File.ReadAllBytes(folder.File("house.png"))[..33], .. Chunk(kind, content),
                .. File.ReadAllBytes(folder.File("house.png"))[33..]];
        File.WriteAllBytes(folder.File("gamma.png"), Profiled("gAMA", [0, 1, 0x86, 0xA0]));
        File.WriteAllBytes(folder.File("inks.png"),
            Profiled("iCCP", [.. "x\0\0"u8, .. Packed([.. new byte[16], .. "CMYK"u8, .. new byte[112]])]));
        foreach (var tile in (int[])[0, 16])
        {
            Assert.Equal(0, Run(["gamma.png", "inks.png"], settings: new() { Overwrite = true, Tile = tile }));
            Assert.True(File.ReadAllBytes(folder.File("gamma-x2.png")).AsSpan().IndexOf("gAMA"u8) > 0);
            Assert.True(File.ReadAllBytes(folder.File("inks-x2.png")).AsSpan().IndexOf("iCCP"u8) < 0);
        }
        Assert.Equal(2, said.ToString().Split("its colour profile is dropped, because it is one of inks").Length - 1);
        Assert.DoesNotContain("converted", said.ToString());

        Assert.Equal(0, Run(["gamma.png"], Interpolation.Nearest(2), new() { Format = "webp", Quality = 100 }));
        Assert.Contains("its colours are converted to sRGB, because .webp does not hold its colour profile", said.ToString());
        var light = Picture.Load(folder.File("house.png"))[7, 7, 0] / 255.0;
        Assert.InRange(Picture.Load(folder.File("gamma-x2.webp"))[14, 14, 0], (255 * ((1.055 * Math.Pow(light, 1 / 2.4)) - 0.055)) - 1,
            (255 * ((1.055 * Math.Pow(light, 1 / 2.4)) - 0.055)) + 1);

        static byte[] Chunk(string kind, byte[] content)
        {
            byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
            return [.. Number((uint)content.Length), .. body, .. Number(System.IO.Hashing.Crc32.HashToUInt32(body))];
        }

        static byte[] Number(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

        static byte[] Packed(byte[] bytes)
        {
            using var packed = new MemoryStream();
            using (var deflate = new System.IO.Compression.ZLibStream(
                packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true)) deflate.Write(bytes);
            return packed.ToArray();
        }
    }

    [Fact]
    public void What_cannot_be_read_is_reported_and_the_rest_goes_on()
    {
        folder.Write("photos/broken.png", "no PNG");
        Draw("photos/a.png");
        Draw("photos/z.png");
        Assert.Equal(1, Run(["photos", "absent.png"]));
        Assert.Equal(["a.png", "z.png"], Names("photos-x2"));
        Assert.Contains("broken.png' cannot be read", errors.ToString());
        Assert.Contains("There is no picture", errors.ToString());
        Assert.Contains("2 of 4 pictures", errors.ToString());
    }

    [Fact]
    public void Clashes_of_names_are_refused_before_work_begins()
    {
        Draw("photos/a.png");
        Draw("photos/a.jpg");
        var message = Assert.Throws<BadInputException>(() => Run(["house.png", "photos"])).Message;
        Assert.Contains("a.jpg' and ", message);
        Assert.Contains("would both be written to", message);
        Assert.Equal(["house.png", "photos/a.jpg", "photos/a.png"], Names("."));
    }

    [Fact]
    public void Results_that_are_there_already_are_replaced_only_when_asked_and_inputs_never()
    {
        Draw("photos/a.png");
        Assert.Equal(0, Run(["photos"], Interpolation.Nearest(2)));
        var before = File.ReadAllBytes(folder.File("photos-x2/a.png"));

        Assert.Contains("--overwrite", Assert.Throws<BadInputException>(() => Run(["photos"])).Message);
        Assert.Equal(before, File.ReadAllBytes(folder.File("photos-x2/a.png")));
        Assert.Equal(0, Run(["photos"], settings: new() { Overwrite = true }));
        Assert.NotEqual(before, File.ReadAllBytes(folder.File("photos-x2/a.png")));
        Assert.Contains("goes in", Assert.Throws<BadInputException>(
            () => Run(["photos"], settings: new() { Out = folder.File("photos"), Overwrite = true })).Message);
    }

    [Fact]
    public void An_empty_folder_is_refused() =>
        Assert.Contains("no PNG", Assert.Throws<BadInputException>(
            () => Run([Directory.CreateDirectory(folder.File("empty")).FullName])).Message);

    [Theory]
    [InlineData("png", 50, null, null, "PNG is always exact"), InlineData("jpg", 0, null, null, "1 to 100"),
        InlineData("png", null, -1, null, "--tile -1")]
    [InlineData("png", null, null, -1, "--overlap -1"), InlineData("png", null, 0, 4, "--tile 0")]
    public void Options_that_do_not_fit_are_refused(string format, int? quality, int? tile, int? overlap, string part) =>
        Assert.Contains(part, Assert.Throws<BadInputException>(
            () => Run(["house.png"], settings: new() { Format = format, Quality = quality, Tile = tile, Overlap = overlap })).Message);

    [Fact]
    public void Names_may_be_as_long_as_they_can_and_longer_ones_are_told_before_the_work()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "counts bytes as Linux does");
        var (fits, tooLong) = (new string('f', 248), new string('t', 249)); // NAME-x2.png has 7 more
        File.Copy(folder.File("house.png"), folder.File(fits + ".png"));
        File.Copy(folder.File("house.png"), folder.File(tooLong + ".png"));
        var spy = new Spy(2);
        Assert.Equal(1, Run([tooLong + ".png", fits + ".png"], spy));
        Assert.True(File.Exists(folder.File(fits + "-x2.png")));
        Assert.Contains("its name has 256 bytes, and file systems hold 255. Choose a shorter one.", errors.ToString());
        Assert.Single(spy.Sizes);
    }

    [Theory]
    [InlineData("house.png"), InlineData("house.png/below"), InlineData("new.PNG")]
    public void An_out_folder_that_is_a_file_is_refused_before_the_work(string name)
    {
        var spy = new Spy(2);
        var message = Assert.Throws<BadInputException>(() => Run(["house.png"], spy, new() { Out = folder.File(name) })).Message;
        Assert.Contains("results go into a folder, as NAME-xN", message);
        Assert.EndsWith("Give the name of a folder.", message);
        Assert.Empty(spy.Sizes);
        Assert.Equal(["house.png"], Names("."));
    }

    [Theory] // "1x" models restore pictures without enlarging them
    [InlineData(null), InlineData(1)]
    public void Weights_for_one_times_restore_at_the_size_that_there_is(int? scale)
    {
        using var scope = NewDisposeScope();
        ModuleWeights.Save(new SrVggNetCompact(new SrVggNetCompactSettings(1, 2, 8)), folder.File("compact.safetensors"));
        ModuleWeights.Save(new RrdbNet(new RrdbNetSettings(1, 1, 4, 2)), folder.File("rrdb.safetensors"));
        foreach (var file in new[] { "compact", "rrdb" })
        {
            Assert.Equal(0, Run(["house.png"], UpscalerChoice.Choose("srcnn", scale, folder.File(file + ".safetensors")),
                new() { Tile = file == "rrdb" ? 24 : null, Overwrite = true }));
            Assert.Equal((48, 36), Picture.Load(folder.File("house-x1.png")) is var result ? (result.Width, result.Height) : default);
        }
        Assert.Contains("scales go from 2 to 8",
            Assert.Throws<BadInputException>(() => UpscalerChoice.Choose("bicubic", 1, null)).Message);
        Assert.Contains("scales go from 2 to 8",
            Assert.Throws<BadInputException>(() => UpscalerChoice.Choose("bicubic", 0, folder.File("rrdb.safetensors"))).Message);
    }

    [Fact]
    public void Alpha_is_enlarged_too_and_JPEG_says_that_it_has_none()
    {
        var mask = new Picture(48, 36, 1, [.. Enumerable.Range(0, 48 * 36).Select(i => (byte)(i % 48 < 20 ? 0 : 255))]);
        Picture.Load(folder.File("house.png")).SaveWithAlpha(folder.File("cut.png"), mask);

        Assert.Equal(0, Run(["cut.png"]));
        Assert.Equal(Interpolation.Bicubic(2).Upscale(mask).Pixels.ToArray(),
            Picture.LoadWithAlpha(folder.File("cut-x2.png")).Alpha!.Pixels.ToArray());
        Assert.DoesNotContain("dropped", said.ToString());
        Assert.Equal(0, Run(["cut.png"], settings: new() { Format = "jpg" }));
        Assert.Contains("its alpha is dropped, .jpg has none", said.ToString());
        Assert.Null(Picture.LoadWithAlpha(folder.File("cut-x2.jpg")).Alpha);
    }

    [Fact]
    public void Large_pictures_go_in_tiles_by_themselves_and_small_ones_whole()
    {
        Draw("large.png", 300, 200);
        using var scope = NewDisposeScope();
        var whole = new Spy(2);
        Run(["large.png", "house.png"], whole, new() { Tile = 0 });
        Assert.Equal([(300, 200), (48, 36)], whole.Sizes);

        var tiled = new Spy(2);
        Run(["large.png", "house.png"], tiled, new() { Overwrite = true, Overlap = 8 });
        Assert.Equal(3 * 2 + 1, tiled.Sizes.Count);
        Assert.All(tiled.Sizes, size => Assert.InRange(Math.Max(size.Width, size.Height), 1, TiledUpscaler.DefaultTile + 16 + 6));

        var ensemble = new Spy(2);
        Run(["house.png"], ensemble, new() { Overwrite = true, Ensemble = true, Tile = 30 });
        Assert.Equal(8 * 2 * 2, ensemble.Sizes.Count);
    }

    [Fact]
    public void A_terminal_shows_how_far_a_large_picture_is()
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(said) });
        Assert.Equal(0, UpscaleCommand.Run([folder.File("house.png")], new Spy(2), new() { Tile = 20 }, console, errors));
        Assert.Contains("house.png", said.ToString());
        Assert.Contains("100%", said.ToString());
    }

    [Fact]
    public void Stopping_leaves_finished_pictures_and_nothing_half_written()
    {
        Draw("photos/a.png");
        Draw("photos/b.png");
        using var cancel = new CancellationTokenSource();
        var upscaler = new Spy(2, calls => { if (calls == 6) cancel.Cancel(); }); // 4 tiles each: in the middle of the second picture
        Assert.Equal(130, Run(["photos"], upscaler, new() { Tile = 24, Overlap = 0 }, cancel.Token));
        Assert.Equal(["a.png"], Names("photos-x2"));
        Assert.Contains("1 of 2 pictures", errors.ToString());
        Assert.Equal(6, upscaler.Sizes.Count);
    }

    [Fact]
    public void Results_that_the_format_cannot_hold_are_refused_before_the_work()
    {
        new Picture(8192, 2, 1, new byte[8192 * 2]).Save(folder.File("long.png"));
        var upscaler = new Spy(2);
        Assert.Equal(1, Run(["long.png"], upscaler, new() { Format = "webp" }));
        Assert.Contains("16,383", errors.ToString());
        Assert.Empty(upscaler.Sizes);
    }

    [Fact]
    public void A_folder_s_pictures_are_upscaled_once_whatever_links_it_holds()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "on Windows links need a right of their own");
        Directory.CreateDirectory(folder.File("linked/inner"));
        foreach (var name in new[] { "linked/a.png", "linked/inner/b.png" }) File.Copy(folder.File("house.png"), folder.File(name));
        File.CreateSymbolicLink(folder.File("linked/inner/circle"), "..");
        Draw("outside/c.png");
        File.CreateSymbolicLink(folder.File("linked/out"), folder.File("outside"));
        File.CreateSymbolicLink(folder.File("named"), folder.File("linked"));
        foreach (var name in new[] { "linked", "named" }) // the folder that is named may be a link itself
            Assert.Equal(["a.png", "inner/b.png"],
                UpscalePlan.Of([folder.File(name)], 2, new()).Jobs.Select(
                    job => Path.GetRelativePath(folder.File(name), job.Source).Replace('\\', '/')));
    }

    private int Run(string[] inputs, Upscaler? upscaler = null, UpscaleSettings? settings = null, CancellationToken cancel = default) =>
        UpscaleCommand.Run([.. inputs.Select(folder.File)], upscaler ?? Interpolation.Bicubic(2), settings ?? new(),
            AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(said),
            }), errors, cancel);

    private void Draw(string name, int width = 48, int height = 36)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        SyntheticImages.Facade(1, width, height).Save(folder.File(name));
    }

    /// <summary>All files below a folder, with '/'.</summary>
    private string[] Names(string below) => [.. Directory.EnumerateFiles(folder.File(below), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.File(below), file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Nearest, that remembers the sizes it was given.</summary>
    private sealed class Spy(int scale, Action<int>? called = null) : Upscaler
    {
        public List<(int Width, int Height)> Sizes { get; } = [];

        public override string Name => "Spy";

        public override int Scale => scale;

        public override bool RestoresLuma => true;

        public override Tensor Upscale(Tensor lr)
        {
            Sizes.Add(((int)lr.size(3), (int)lr.size(2)));
            called?.Invoke(Sizes.Count);
            return Interpolation.Nearest(scale).Upscale(lr);
        }
    }
}
