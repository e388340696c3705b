using System.CommandLine;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Metrics;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>evaluate</c>: methods on sets, from the pictures to the rows.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var sets = new Argument<string[]>("sets")
        {
            Description = "Sets of the catalogue or folders, e.g. Set5 Set14 ./photos [default: Set5]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var scales = new Option<int[]>("--scale")
        {
            Description = "2, 3 and 4 unless said otherwise",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [2, 3, 4],
        };
        var protocol = new Option<string>("--protocol")
        {
            Description = "y601 (most papers), y601-unrounded (most PyTorch projects), rgb, gray (the bicubic rows of SRCNN's BSD200), " +
                "gray-float (its networks), srgan and pirm (×4 only)",
            DefaultValueFactory = _ => "y601",
        };
        protocol.AcceptOnlyFromAmong("y601", "y601-unrounded", "rgb", "gray", "gray-float", "srgan", "pirm");
        var weights = new Option<string?>("--weights")
        {
            Description = "A network's weights (.safetensors, .pth) to compare as well; then name one --scale",
            HelpName = "FILE",
        };
        var methods = Some("--methods", "NAME", "Some methods only, e.g. bicubic srcnn [default: interpolation and all weights that " +
            "ship or lie in a data place]");
        var results = Some("--results", "FOLDER", "Pictures that any program upscaled, by the images' names (baby.png, baby_x4.png), to " +
            "compare as well; then name one --scale");
        var metrics = Some("--metrics", "NAME", "What is measured beside PSNR and SSIM, on colours without a border cut off");
        metrics.AcceptOnlyFromAmong([.. NamedMetrics.All]);
        var (residualScale, key) = (UpscalerChoice.ResidualScale(), UpscalerChoice.Key());
        var csv = new Option<string?>("--csv") { Description = "Also write every image's values to this file", HelpName = "FILE" };
        var cache = new Option<string?>("--cache")
        {
            Description = "Folder of results by content [default: in the user's cache]",
            HelpName = "FOLDER",
        };
        var noCache = new Option<bool>("--no-cache") { Description = "Compute everything, and keep nothing" };
        var command = new Command("evaluate", "Measure interpolation and every network at hand on sets, beside the papers' values; " +
            "results are kept by content, so that a second run takes seconds.")
        {
            sets, scales, methods, protocol, metrics, weights, residualScale, key, results, csv, cache, noCache,
        };
        command.SetAction((arguments, cancel) => Task.FromResult(Run(
            new EvaluateSettings(arguments.GetValue(sets) is { Length: > 0 } named ? named : ["Set5"], arguments.GetValue(scales)!)
            {
                Protocol = arguments.GetValue(protocol)!,
                Methods = arguments.GetValue(methods) ?? [],
                Metrics = arguments.GetValue(metrics) ?? [],
                Weights = arguments.GetValue(weights) is { } file
                    ? scale => Open(UpscalerChoice.Find(file), scale, arguments.GetValue(residualScale), arguments.GetValue(key)) : null,
                Results = arguments.GetValue(results) ?? [],
                Csv = arguments.GetValue(csv),
                Cache = arguments.GetValue(cache),
                NoCache = arguments.GetValue(noCache),
            }, AnsiConsole.Console, cancel)));
        return command;
    }

    public static int Run(EvaluateSettings settings, IAnsiConsole console, CancellationToken cancel = default)
    {
        var scales = Scales(settings);
        if (settings.Csv is not null) AtomicFile.Require(settings.Csv);
        var cache = settings.NoCache ? null : new ResultCache(settings.Cache);
        var methods = scales.SelectMany(scale => Methods(scale, settings)).ToList();
        var metrics = settings.Metrics.Select(NamedMetrics.Open).ToList();
        var tasks = from set in settings.Sets.Select(name => ImageSet.Open(name)).ToList()
                    from method in methods
                    select new EvaluationTask(method, set, Choose(settings.Protocol, method.Scale)) { Metrics = metrics };
        var evaluation = new CachedEvaluation(cache);
        var rows = evaluation.Run([.. tasks], new EvaluationLines(console), cancel);

        Write(EvaluationTable.Of("Mean over the images of each set", rows), console);
        if (settings.Methods.Count == 0)
            foreach (var file in EvaluatedMethods.LeftOut()) console.WriteLine($"NOTE: left out: {file}");
        foreach (var notice in cache?.Notices ?? []) console.WriteLine($"NOTE: {notice}");
        console.WriteLine($"{evaluation.Computed} scores of images were computed" +
            (cache is null ? "." : $", {evaluation.Read} read from {cache.Folder}."));
        if (settings.Csv is not null) AtomicFile.Write(settings.Csv, EvaluationTable.Csv(rows));
        return 0;
    }

    private static Option<string[]> Some(string name, string what, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, HelpName = what };

    private static (Imaging.Upscaler, string Training) Open(string file, int scale, double? residualScale, string? key) =>
        (NetworkFile.Open(file, scale, residualScale, key), EvaluatedMethods.TrainingOf(file));

    private static IReadOnlyList<int> Scales(EvaluateSettings settings)
    {
        if (settings.Weights is not null && settings.Scales.Count != 1)
            throw new BadInputException("--weights belong to one scale: name it with --scale.");
        if (settings.Results.Count > 0 && settings.Scales.Count != 1)
            throw new BadInputException("--results belong to one scale: name it with --scale.");
        if (settings.Scales.FirstOrDefault(scale => scale is < 2 or > 8) is var bad and not 0)
            throw new BadInputException($"--scale {bad}: scales go from 2 to 8.");
        if (settings.Protocol is not ("srgan" or "pirm")) return settings.Scales;
        return settings.Scales.Contains(4) ? [4] : throw new BadInputException(
            $"The protocol {settings.Protocol} is defined for ×4 only: leave --scale away or say --scale 4.");
    }

    /// <summary>
    /// What takes part, and what it was trained on: no paper's value stands beside another network, or one that saw other pictures.
    /// </summary>
    private static IEnumerable<EvaluatedMethod> Methods(int scale, EvaluateSettings settings)
    {
        var methods = EvaluatedMethods.At(scale);
        if (settings.Methods.FirstOrDefault(name => !methods.Any(method => Is(method, name))) is { } unknown)
        {
            var known = string.Join(", ", methods.Select(method => method.Network).Distinct());
            throw new BadInputException($"--methods {unknown}: at ×{scale} there are {known}.");
        }
        foreach (var method in methods)
            if (settings.Methods.Count == 0 || settings.Methods.Any(name => Is(method, name))) yield return method;
        if (settings.Weights?.Invoke(scale) is (var upscaler, var training))
            yield return EvaluatedMethod.Of(upscaler) with { Training = training };
        foreach (var folder in settings.Results) yield return EvaluatedMethod.FromPictures(folder, scale);

        static bool Is(EvaluatedMethod method, string name) => method.Network.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static Protocol Choose(string name, int scale) => name switch
    {
        "y601-unrounded" => Protocol.Y601Unrounded(scale),
        "rgb" => Protocol.Rgb(scale),
        "gray" => Protocol.FullRangeGray(scale),
        "gray-float" => Protocol.FullRangeGrayFloat(scale),
        "srgan" => Protocol.SrganPaper,
        "pirm" => Protocol.Pirm,
        _ => Protocol.Y601(scale),
    };

    private static void Write(SuperResolution.Figures.Table table, IAnsiConsole console)
    {
        var drawn = new Spectre.Console.Table { Border = TableBorder.Simple };
        drawn.AddColumns([.. table.Columns.Select(Markup.Escape)]);
        foreach (var row in table.Rows) drawn.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(drawn);
        foreach (var note in table.Notes) console.WriteLine(note);
    }
}
