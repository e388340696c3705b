using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SuperResolution.Datasets;
using SuperResolution.Figures;
using SuperResolution.Imaging;
using SuperResolution.Metrics;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>evaluate</c>: a paper's table, from the pictures to the rows.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var sets = new Argument<string[]>(
            "sets") { Description = "Sets of the catalogue or folders, e.g. Set5 Set14 ./photos [default: Set5]",
            Arity = ArgumentArity.ZeroOrMore };
        var scales = new Option<int[]>(
            "--scale") { Description = "2, 3 and 4 unless said otherwise", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [2, 3, 4] };
        var protocol = new Option<string>(
            "--protocol") { Description =
            "y601 (most papers), y601-unrounded (most PyTorch projects), rgb, gray (the bicubic rows of SRCNN's BSD200), gray-float " +
            "(its networks), srgan and pirm (×4 only)", DefaultValueFactory = _ => "y601" };
        protocol.AcceptOnlyFromAmong("y601", "y601-unrounded", "rgb", "gray", "gray-float", "srgan", "pirm");
        var weights = new Option<string?>(
            "--weights") { Description = "A network's weights (.safetensors, .pth) to compare as well; then name one --scale",
            HelpName = "FILE" };
        var methods = new Option<string[]>("--methods")
        {
            Description = "Some methods only, e.g. bicubic srcnn [default: interpolation and all weights that ship or lie in a " +
                "data place]",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "NAME",
        };
        var (residualScale, key) = (UpscalerChoice.ResidualScale(), UpscalerChoice.Key());
        var csv = new Option<string?>("--csv") { Description = "Also write every image's values to this file", HelpName = "FILE" };
        var command = new Command("evaluate", "Measure interpolation and every network at hand on sets, beside the papers' values.") {
            sets, scales, methods, protocol, weights, residualScale, key, csv };
        command.SetAction(arguments => Run(
            arguments.GetValue(sets) is { Length: > 0 } named ? named : ["Set5"], arguments.GetValue(scales)!,
            arguments.GetValue(protocol)!, arguments.GetValue(csv), AnsiConsole.Console,
            arguments.GetValue(weights) is { } file
                ? scale => Open(UpscalerChoice.Find(file), scale, arguments.GetValue(residualScale), arguments.GetValue(key)) : null,
            arguments.GetValue(methods)));
        return command;
    }

    private static (Upscaler, string Training) Open(string file, int scale, double? residualScale, string? key) =>
        (NetworkFile.Open(file, scale, residualScale, key), EvaluatedMethods.TrainingOf(file));

    public static int Run(string[] sets, int[] scales, string protocol, string? csv, IAnsiConsole console,
        Func<int, (Upscaler, string Training)>? weights = null, string[]? only = null)
    {
        if (weights is not null && scales.Length != 1) throw new BadInputException("--weights belong to one scale: name it with --scale.");
        if (protocol is "srgan" or "pirm")
            scales = scales.Contains(4) ? [4]
                : throw new BadInputException($"The protocol {protocol} is defined for ×4 only: leave --scale away or say --scale 4.");
        if (scales.FirstOrDefault(scale => scale is < 2 or > 8) is var bad and not 0)
            throw new BadInputException($"--scale {bad}: scales go from 2 to 8.");

        if (csv is not null) AtomicFile.Require(csv);
        var methods = scales.SelectMany(scale => Methods(scale, only ?? [], weights)).ToList();
        var rows = Evaluation.Run(methods.Select(method => method.Upscaler), sets.Select(name => ImageSet.Open(name)).ToList(),
            scale => Choose(protocol, scale))
            .Select((row, i) => row with { Training = methods[i % methods.Count].Training }).ToList(); // they come set by set
        Write(EvaluationTable.Of("Mean over the images of each set", rows), console);
        if (only is null or []) foreach (var file in EvaluatedMethods.LeftOut()) console.WriteLine($"NOTE: left out: {file}");
        if (csv is not null) AtomicFile.Write(csv, Csv(rows));
        return 0;
    }

    /// <summary>
    /// What takes part, and what it was trained on: no paper's value stands beside another network, or one that saw other pictures.
    /// </summary>
    private static IEnumerable<(Upscaler Upscaler, string Training)> Methods(
        int scale, string[] names, Func<int, (Upscaler, string Training)>? weights)
    {
        var methods = EvaluatedMethods.At(scale);
        if (names.FirstOrDefault(name => !methods.Any(method => Is(method, name))) is { } unknown)
        {
            var known = string.Join(", ", methods.Select(method => method.Network).Distinct());
            throw new BadInputException($"--methods {unknown}: at ×{scale} there are {known}.");
        }
        return methods.Where(method => names.Length == 0 || names.Any(name => Is(method, name)))
            .Select(method => (method.Open(), method.Training)).Concat(weights is null ? [] : [weights(scale)]);

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

    private static string Csv(IReadOnlyList<EvaluationRow> rows) => string.Join('\n',
        ["set,method,scale,protocol,image,psnr,ssim,notice",
        .. rows.SelectMany(row => row.Images.Select(image => string.Create(CultureInfo.InvariantCulture,
            $"{TableText.CsvField(row.Set)},{TableText.CsvField(row.Upscaler)},{row.Protocol.Scale}," +
            $"{TableText.CsvField(row.Protocol.Name)},{TableText.CsvField(image.Image)}," +
            $"{image.Score.Psnr:0.0000},{image.Score.Ssim:0.000000},{TableText.CsvField(row.Notice)}")))]) + "\n";
}
