using System.CommandLine;
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
            "y601 (most papers), y601-unrounded (most PyTorch projects), rgb, gray (SRCNN's BSD200), srgan and pirm (×4 only)",
                DefaultValueFactory = _ => "y601" };
        protocol.AcceptOnlyFromAmong("y601", "y601-unrounded", "rgb", "gray", "srgan", "pirm");
        var weights = new Option<string?>(
            "--weights") { Description = "A network's weights (.safetensors, .pth) to compare as well; then name one --scale",
            HelpName = "FILE" };
        var methods = new Option<string[]>("--methods")
        {
            Description = "Some methods only, e.g. bicubic srcnn [default: interpolation and all weights that ship or lie in a data place]",
            AllowMultipleArgumentsPerToken = true, HelpName = "NAME",
        };
        var (residualScale, key) = (UpscalerChoice.ResidualScale(), UpscalerChoice.Key());
        var csv = new Option<string?>("--csv") { Description = "Also write every image's values to this file", HelpName = "FILE" };
        var command = new Command("evaluate", "Measure interpolation and every network at hand on sets, beside the papers' values.") {
            sets, scales, methods, protocol, weights, residualScale, key, csv };
        command.SetAction(arguments => Run(
            arguments.GetValue(sets) is { Length: > 0 } named ? named : ["Set5"], arguments.GetValue(scales)!,
            arguments.GetValue(protocol)!, arguments.GetValue(csv), AnsiConsole.Console,
            arguments.GetValue(weights) is { } file ? scale =>
            NetworkFile.Open(UpscalerChoice.Find(file), scale, arguments.GetValue(residualScale), arguments.GetValue(key)) : null,
            arguments.GetValue(methods)));
        return command;
    }

    public static int Run(string[] sets, int[] scales, string protocol, string? csv, IAnsiConsole console,
        Func<int, Upscaler>? weights = null, string[]? methods = null)
    {
        if (weights is not null && scales.Length != 1) throw new BadInputException("--weights belong to one scale: name it with --scale.");
        if (protocol is "srgan" or "pirm")
            scales = scales.Contains(4) ? [4]
                : throw new BadInputException($"The protocol {protocol} is defined for ×4 only: leave --scale away or say --scale 4.");
        if (scales.FirstOrDefault(scale => scale is < 2 or > 8) is var bad and not 0)
            throw new BadInputException($"--scale {bad}: scales go from 2 to 8.");

        var upscalers = scales.SelectMany(scale => Upscalers(scale, methods ?? [], weights)).ToList();
        var rows = Evaluation.Run(upscalers, sets.Select(name => ImageSet.Open(name)).ToList(), scale => Choose(protocol, scale));
        Write(EvaluationTable.Of("Mean over the images of each set", rows), console);
        if (methods is null or []) foreach (var file in EvaluatedMethods.LeftOut()) console.WriteLine($"NOTE: left out: {file}");
        if (csv is not null) AtomicFile.Write(csv, Csv(rows));
        return 0;
    }

    private static IEnumerable<Upscaler> Upscalers(int scale, string[] names, Func<int, Upscaler>? weights)
    {
        var methods = EvaluatedMethods.At(scale);
        if (names.FirstOrDefault(name => !methods.Any(method => Is(method, name))) is { } unknown)
            throw new BadInputException($"--methods {unknown}: at ×{scale} there are {string.Join(", ", methods.Select(method => method.Network).Distinct())}.");
        return methods.Where(method => names.Length == 0 || names.Any(name => Is(method, name))).Select(method => method.Open())
            .Concat(weights is null ? [] : [weights(scale)]);

        static bool Is(EvaluatedMethod method, string name) => method.Network.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    private static Protocol Choose(string name, int scale) => name switch
    {
        "y601-unrounded" => Protocol.Y601Unrounded(scale),
        "rgb" => Protocol.Rgb(scale),
        "gray" => Protocol.FullRangeGray(scale),
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
        .. rows.SelectMany(row => row.Images.Select(image => FormattableString.Invariant(
            $"{TableText.CsvField(row.Set)},{TableText.CsvField(row.Upscaler)},{row.Protocol.Scale},{TableText.CsvField(row.Protocol.Name)},{TableText.CsvField(image.Image)},{image.Score.Psnr:0.0000},{image.Score.Ssim:0.000000},{TableText.CsvField(row.Notice)}")))]) + "\n";
}
