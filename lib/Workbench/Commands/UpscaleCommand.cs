using System.CommandLine;
using Spectre.Console;
using SuperResolution.Imaging;
using SuperResolution.Weights;

namespace SuperResolution.Workbench.Commands;

/// <summary><c>upscale FILE…</c>: pictures in, larger pictures out.</summary>
internal static class UpscaleCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Pictures: PNG, JPEG, BMP, WebP", Arity = ArgumentArity.OneOrMore };
        var scale = new Option<int>("--scale") { Description = "How many times wider and higher [default: 2]", DefaultValueFactory = _ => 2 };
        var method = new Option<string>("--method") { Description = "srcnn (×2, ×3, ×4), bicubic, bilinear, nearest", DefaultValueFactory = _ => "srcnn" };
        method.AcceptOnlyFromAmong("srcnn", "bicubic", "bilinear", "nearest");
        var weights = new Option<string?>("--weights") { Description = "Other SRCNN 9-5-5 weights (.safetensors) for this scale", HelpName = "FILE" };
        var to = new Option<string?>("--out") { Description = "Folder of the results [default: beside each picture]", HelpName = "DIR" };
        var command = new Command("upscale", "Enlarge pictures; writes NAME-xN.png.") { files, scale, method, weights, to };
        command.SetAction(arguments => Run(arguments.GetValue(files)!, Choose(arguments.GetValue(method)!, arguments.GetValue(scale), arguments.GetValue(weights)), arguments.GetValue(to), AnsiConsole.Console));
        return command;
    }

    public static Upscaler Choose(string method, int scale, string? weights) => (method, scale) switch
    {
        (_, < 2 or > 8) => throw new BadInputException($"--scale {scale}: scales go from 2 to 8."),
        ("srcnn", _) when weights is not null => TrainedWeights.SrcnnFrom(weights, scale, "SRCNN"),
        ("srcnn", > 4) => throw new BadInputException($"There are SRCNN weights for ×2, ×3 and ×4, not for ×{scale}. Use --method bicubic, or --weights."),
        ("srcnn", _) => TrainedWeights.Srcnn(scale),
        ("bilinear", _) => Interpolation.Bilinear(scale),
        ("nearest", _) => Interpolation.Nearest(scale),
        _ => Interpolation.Bicubic(scale),
    };

    public static int Run(string[] files, Upscaler upscaler, string? folder, IAnsiConsole console)
    {
        if (folder is not null) Directory.CreateDirectory(folder);
        foreach (var file in files)
        {
            var lr = Picture.Load(file);
            var sr = upscaler.Upscale(lr);
            var target = Path.Combine(folder ?? Path.GetDirectoryName(Path.GetFullPath(file))!, $"{Path.GetFileNameWithoutExtension(file)}-x{upscaler.Scale}.png");
            sr.Save(target);
            console.WriteLine($"{file} ({lr}) → {target} ({sr}), {upscaler.Name}");
        }
        return 0;
    }
}
