using System.CommandLine;
using Spectre.Console;
using SuperResolution.Imaging;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>upscale FILE|FOLDER…</c>: pictures in, larger pictures out.</summary>
internal static class UpscaleCommand
{
    // 200×200 LR pixels take even the deepest networks about a gigabyte; beyond that, tiles.
    private const int LargeFrom = 200 * 200;
    private const int Interrupted = 130; // what a shell reports after Ctrl-C

    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Pictures (PNG, JPEG, BMP, WebP), or folders of them; what is skipped in a folder is counted and " +
                "named; behind -- where a name begins with -",
            Arity = ArgumentArity.OneOrMore,
        };
        var scale = new Option<int?>("--scale")
        {
            Description = "How many times wider and higher [default: what the weights enlarge by, else 2]",
            HelpName = "N",
        };
        var method = new Option<string>("--method")
        {
            Description = UpscalerChoice.MethodNames,
            DefaultValueFactory = _ => UpscalerChoice.Methods[0],
        };
        method.AcceptOnlyFromAmong(UpscalerChoice.Methods);
        var weights = new Option<string?>("--weights")
        {
            Description = $"A network's weights ({UpscalerChoice.Networks})",
            HelpName = "FILE",
        };
        var (residualScale, key) = (UpscalerChoice.ResidualScale(), UpscalerChoice.Key());
        var to = new Option<string?>("--out")
        {
            Description = "Folder of the results [default: NAME-xN beside each picture, FOLDER-xN beside each folder]",
            HelpName = "DIR",
        };
        var format = new Option<string>("--format")
        {
            Description = "png, jpg or webp; jpg has no alpha",
            DefaultValueFactory = _ => "png",
        };
        format.AcceptOnlyFromAmong("png", "jpg", "webp");
        var quality = new Option<int?>("--quality")
        {
            Description = "1 to 100 for jpg and webp [default: 95]; 100 is lossless for webp",
            HelpName = "N",
        };
        var tile = new Option<int?>("--tile")
        {
            Description = "Side of the tiles in pixels of the input; 0: the whole picture at once [default: " +
                $"{TiledUpscaler.DefaultTile} for large pictures]",
            HelpName = "N",
        };
        var overlap = new Option<int?>("--overlap")
        {
            Description = "Pixels around each tile [default: as far as the method sees, at most " +
                $"{TiledUpscaler.DefaultOverlap}]",
            HelpName = "N",
        };
        var ensemble = new Option<bool>("--ensemble")
        {
            Description = "Average over eight turned and mirrored inputs: slightly better, eight times as long",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace results that are there already" };
        const string about = "Enlarge pictures and folders of pictures. Transparency, ICC profiles and PNG's gamma are carried on into " +
            "the result; where its "
            + "format does not hold a profile, colours are converted to sRGB. Pictures are turned upright as EXIF says.";
        var command = new Command("upscale", about)
        {
            files, scale, method, weights, residualScale, key, to, format, quality, tile, overlap, ensemble, overwrite,
        };
        // On a thread of its own: Ctrl-C is only noticed once the action has given its task back.
        command.SetAction((arguments, cancel) => Task.Run(() => Run(
            arguments.GetValue(files)!,
            UpscalerChoice.Choose(arguments.GetValue(method)!, arguments.GetValue(scale), arguments.GetValue(weights),
            arguments.GetValue(residualScale), arguments.GetValue(key)),
            new UpscaleSettings
            {
                Out = arguments.GetValue(to),
                Format = arguments.GetValue(format)!,
                Quality = arguments.GetValue(quality),
                Tile = arguments.GetValue(tile),
                Overlap = arguments.GetValue(overlap),
                Ensemble = arguments.GetValue(ensemble),
                Overwrite = arguments.GetValue(overwrite),
            },
            AnsiConsole.Console, Console.Error, cancel), CancellationToken.None));
        return command;
    }

    /// <returns>The exit code: 0 where every picture was written, 1 where some could not be, 130 after Ctrl-C.</returns>
    /// <exception cref="BadInputException">The call itself cannot be carried out; then nothing is written.</exception>
    public static int Run(string[] inputs, Upscaler upscaler, UpscaleSettings settings, IAnsiConsole console, TextWriter errors,
        CancellationToken cancel = default)
    {
        var (jobs, skipped) = UpscalePlan.Of(inputs, upscaler.Scale, settings.Checked());
        foreach (var sentence in skipped) errors.WriteLine(sentence);
        if (settings.Ensemble) upscaler = new SelfEnsemble(upscaler);
        var (done, failed) = (0, 0);
        foreach (var job in jobs)
        {
            try
            {
                cancel.ThrowIfCancellationRequested();
                console.Lines().WriteLine(Upscale(job, upscaler, settings, console, cancel));
                done++;
            }
            catch (OperationCanceledException)
            {
                errors.WriteLine($"Stopped: {done} of {jobs.Count} pictures are written.");
                return Interrupted;
            }
            catch (Exception error) // whatever it is, the pictures after this one are done
            {
                errors.WriteLine(BadInput.Sentence(error));
                failed++;
            }
        }
        if (failed > 0 && jobs.Count > 1) errors.WriteLine($"{failed} of {jobs.Count} pictures could not be upscaled.");
        return failed == 0 ? 0 : 1;
    }

    private static string Upscale(
        UpscaleJob job, Upscaler upscaler, UpscaleSettings settings, IAnsiConsole console, CancellationToken cancel)
    {
        if (FromFileToFile(job, upscaler, settings, console, cancel) is { } written) return written;
        var (colour, alpha) = Picture.LoadWithAlpha(job.Source);
        CheckSize(job, colour, upscaler.Scale, settings.Format);
        Prepare(job);
        var dropped = alpha is not null && !Picture.HoldsAlpha(job.Target);
        if (alpha is not null && !dropped) colour = ColourBleeding.Fill(colour, alpha);
        var tiles = Tiles(colour.Width, colour.Height, upscaler, settings);
        var large = tiles is null ? upscaler.Upscale(colour)
            : WithProgress(job, tiles.Count(colour.Width, colour.Height), console, progress => tiles.Upscale(colour, progress, cancel));
        var mask = alpha is null || dropped ? null : upscaler.UpscaleAlpha(alpha);
        (large, var profile) = Profiled(job, large, large.Channels == 1 && mask is null, console);
        cancel.ThrowIfCancellationRequested();

        if (mask is null) large.Save(job.Target, settings.Quality ?? 95, profile);
        else large.SaveWithAlpha(job.Target, mask, settings.Quality ?? 95, profile);
        if (dropped)
            console.Lines().WriteLine($"{job.Source}: its alpha is dropped, .{settings.Format} has none. Use --format png or webp " +
                "to keep it.");
        return $"{job.Source} ({colour}) → {job.Target} ({large}{(mask is null ? "" : " with alpha")}), {upscaler.Name}";
    }

    /// <summary>What is saved so that colours look as before: with the profile, or converted.</summary>
    private static (Picture Large, ColourProfile? Profile) Profiled(UpscaleJob job, Picture large, bool gray, IAnsiConsole console)
    {
        if (ColourProfile.Of(job.Source) is not { } profile) return (large, null);
        if (profile.Fits(job.Target, gray)) return (large, profile);
        var converted = large.ToSrgb(profile);
        if (converted is null) SayLost(job, console);
        else console.Lines().WriteLine(
            $"{job.Source}: its colours are converted to sRGB, because {Path.GetExtension(job.Target)} does not hold its colour profile.");
        return (converted ?? large, null);
    }

    private static void SayLost(UpscaleJob job, IAnsiConsole console) => console.Lines().WriteLine(
        $"{job.Source}: its colour profile is dropped, because it is one of inks (CMYK) or damaged, or {Path.GetExtension(job.Target)} " +
        "does not hold it. "
        + "Convert the picture to sRGB first.");

    /// <summary>
    /// Tiles that end in a PNG without alpha go from file to file: then not even the result is in memory, and may be of any size.
    /// </summary>
    /// <returns>What was done, or null where there is a reason to do it in memory.</returns>
    private static string? FromFileToFile(
        UpscaleJob job, Upscaler upscaler, UpscaleSettings settings, IAnsiConsole console, CancellationToken cancel)
    {
        using var lr = PictureReader.Open(job.Source);
        if (settings.Format != "png" || lr.HasAlpha || Tiles(lr.Width, lr.Height, upscaler, settings) is not { } tiles) return null;
        Prepare(job);
        WithProgress(job, tiles.Count(lr.Width, lr.Height), console, progress =>
        {
            tiles.UpscaleFile(job.Source, job.Target, progress, cancel);
            return true;
        });
        if (ColourProfile.Of(job.Source)?.Fits(job.Target, lr.Channels == 1) == false) SayLost(job, console);
        return $"{job.Source} ({lr}) → {job.Target} ({(long)lr.Width * tiles.Scale}×{(long)lr.Height * tiles.Scale} " +
            $"{(lr.Channels == 1 ? "gray" : "RGB")}), {upscaler.Name}";
    }

    private static TiledUpscaler? Tiles(int width, int height, Upscaler upscaler, UpscaleSettings settings) => settings.Tile switch
    {
        0 => null,
        { } side => new TiledUpscaler(upscaler, side, settings.Overlap),
        // Interpolation needs no more memory than its result.
        null when upscaler is Interpolation && (long)width * upscaler.Scale * height * upscaler.Scale <= Picture.MaxPixels => null,
        null => (long)width * height <= LargeFrom ? null : new TiledUpscaler(upscaler, overlap: settings.Overlap),
    };

    private static T WithProgress<T>(UpscaleJob job, int tiles, IAnsiConsole console, Func<Action<int, int>?, T> work)
    {
        if (!console.Profile.Capabilities.Interactive) return work(null);
        return console.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask(Markup.Escape(Path.GetFileName(job.Source)), maxValue: tiles);
            return work((done, _) => task.Value = done);
        });
    }

    /// <summary>Makes the folder, and finds out whether the result can be written into it.</summary>
    private static void Prepare(UpscaleJob job)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(job.Target)!);
        AtomicFile.Require(job.Target);
    }

    /// <summary>Before hours of work, not after.</summary>
    private static void CheckSize(UpscaleJob job, Picture lr, int scale, string format)
    {
        var (width, height) = ((long)lr.Width * scale, (long)lr.Height * scale);
        if (width * height > Picture.MaxPixels)
            throw new BadInputException($"'{job.Source}' ({lr}) at ×{scale} would be over {Picture.MaxPixels:N0} pixels. Cut it into " +
                "parts first, or use a smaller --scale.");
        var limit = format switch { "webp" => 16_383, "jpg" => 65_500, _ => int.MaxValue };
        if (Math.Max(width, height) > limit)
            throw new BadInputException($"'{job.Source}' would become {width}×{height}, and .{format} holds {limit:N0} pixels a side. " +
                "Use --format png.");
    }
}
