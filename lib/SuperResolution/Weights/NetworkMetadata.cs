using System.Globalization;
using SuperResolution.Models;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>What a network's keys and shapes do not tell, as entries of a weights file's metadata.</summary>
internal static class NetworkMetadata
{
    public const string Scale = "scale", ResidualScale = "residual scale", Output = "output";

    /// <summary>The entries for a network; none for one without such settings.</summary>
    public static IReadOnlyDictionary<string, string> Of(nn.Module network) => network switch
    {
        Edsr { Settings: var settings } => new Dictionary<string, string> { [Scale] = Text(settings.Scale), [ResidualScale] = Text(settings.ResidualScale) },
        SrResNet { Settings: var settings } => new Dictionary<string, string> { [Scale] = Text(settings.Scale), [Output] = settings.Output.ToString() },
        _ => new Dictionary<string, string>(),
    };

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
