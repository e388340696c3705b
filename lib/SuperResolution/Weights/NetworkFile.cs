using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Models;
using SuperResolution.Platform;
using TorchSharp;
using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>A weights file of any network of the kit, opened as an upscaler: which network it is follows from its keys and shapes.</summary>
/// <remarks>
/// What keys cannot tell comes from the metadata of safetensors files, where <see cref="ModuleWeights.Save"/> writes it: "scale" (SRCNN, VDSR),
/// "residual scale" (EDSR), "output" (SRResNet, an <see cref="OutputRange"/>). Without it an EDSR of 256 channels or more has the residual scale 0.1 and a
/// smaller one 1, as the published ones have; an SRResNet answers with Tanh in files with block1 …, else Signed.
/// </remarks>
public static class NetworkFile
{
    /// <summary>Opens a file on the kit's device, ready to upscale.</summary>
    /// <param name="path">Safetensors or .pth.</param>
    /// <param name="scale">Needed where the file does not tell it: SRCNN and VDSR enlarge before the network.</param>
    /// <param name="residualScale">Of an EDSR that has neither metadata nor a published setting.</param>
    /// <returns>It keeps the network for as long as it lives; nobody has to free it.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="WeightsFormatException">Damaged, or no network of the kit; the message says what was expected.</exception>
    public static Upscaler Open(string path, int? scale = null, double? residualScale = null)
    {
        using var file = WeightsFile.Open(path);
        try
        {
            return Recognise(file.Tensors, file.Metadata, path, scale, residualScale);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            throw new WeightsFormatException(path, $"its keys, shapes and metadata make no network: {error.Message.TrimEnd('.')}", error);
        }
    }

    private static Upscaler Recognise(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata, string path, int? scale, double? residualScale)
    {
        if (tensors.FirstOrDefault(pair => pair.Value.numel() == 0).Key is { } empty) throw new WeightsFormatException(path, $"'{empty}' is empty, which no network's weights are");
        var keys = new NetworkKeys(KeyMap.DataParallel.ToOurs(tensors), path);
        Upscaler found = keys switch
        {
            _ when keys.Has("RRDB_trunk.0.RDB1.conv1.weight") => Rrdb(keys.Through(KeyMap.Esrgan2018)),
            _ when keys.Has("model.1.sub.0.RDB1.conv1.0.weight") => Rrdb(keys.Through(KeyMap.EsrganSequential(keys.Count("model.1.sub.#.RDB1.conv1.0.weight")))),
            _ when keys.Has("body.0.rdb1.conv1.weight") => Rrdb(keys),
            _ when keys.Has("head.0.weight") => Edsr(keys.Through(KeyMap.EdsrPyTorch(keys.Count("body.#.body.0.weight"))), residualScale, metadata),
            _ when keys.Has("conv_after_body.weight") => Edsr(keys, residualScale, metadata),
            _ when keys.Has("generator.trunk_net.0.conv1.weight") => MsrResNet(keys.Through(KeyMap.MmEditing)),
            _ when keys.Has("upconv1.weight") => MsrResNet(keys),
            _ when keys.Has("block1.0.weight") => SrganBlocks(keys, metadata),
            _ when keys.Has("block0.conv1.weight") => SrResNet(keys, Output(metadata)),
            _ when keys.Has("body.1.weight") && keys.Shape("body.1.weight").Length == 1 => SrVgg(keys),
            _ when keys.Has("conv4.weight") => Vdsr(keys, scale ?? Scale(metadata, path)),
            _ when keys.Has("conv3.weight") => Srcnn(keys, metadata.ContainsKey(NetworkMetadata.Scale) ? Scale(metadata, path) : scale ?? Scale(metadata, path)),
            _ => throw new WeightsFormatException(path,
                $"its keys ({string.Join(", ", tensors.Keys.Take(3))} …) belong to none of SRCNN, VDSR, EDSR, SRResNet, MSRResNet, RRDBNet and SRVGGNetCompact"),
        };
        if (scale is { } asked && asked != found.Scale) throw new WeightsFormatException(path, $"it enlarges by {found.Scale}, not by {asked}");
        return found;
    }

    private static LumaUpscaler Srcnn(NetworkKeys keys, int scale)
    {
        var (f1, f2, f3) = (keys.Side("conv1.weight", 2), keys.Side("conv2.weight", 2), keys.Side("conv3.weight", 2));
        keys.RequireWeights((64L * f1 * f1) + (2048L * f2 * f2) + (32L * f3 * f3));
        return new(Ready(new Srcnn(new SrcnnShape(f1, f2, f3)), keys), scale, Name(keys, "SRCNN"));
    }

    private static LumaUpscaler Vdsr(NetworkKeys keys, int scale)
    {
        var settings = new VdsrSettings(keys.Count("conv#.weight"), keys.Side("conv1.weight", 0));
        keys.RequireLayers(settings.Layers - 2, settings.Features);
        return new(Ready(new Vdsr(settings), keys), scale, Name(keys, "VDSR"));
    }

    private static RgbUpscaler Rrdb(NetworkKeys keys)
    {
        var scale = keys.Side("conv_first.weight", 1) switch { 3 => 4, 12 => 2, 48 => 1, var side => throw new WeightsFormatException(keys.Path, $"its first convolution has {side} input channels instead of 3, 12 or 48") };
        var settings = new RrdbNetSettings(scale, keys.Count("body.#.rdb1.conv1.weight"), keys.Side("conv_first.weight", 0), keys.Side("body.0.rdb1.conv1.weight", 0));
        keys.RequireLayers(3L * settings.Blocks, settings.Growth);
        keys.RequireLayers(5, settings.Features);
        keys.RequireWeights(27L * settings.Blocks * settings.Features * settings.Growth);
        return new RgbUpscaler(Ready(new RrdbNet(settings), keys), scale, Name(keys, "RRDBNet"), settings.Reach, settings.Fold);
    }

    private static RgbUpscaler Edsr(NetworkKeys keys, double? asked, IReadOnlyDictionary<string, string> metadata)
    {
        var (width, stages) = (keys.Side("conv_first.weight", 0), keys.Count("upsample.#.weight"));
        var scale = keys.Side("upsample.0.weight", 0) == 9 * width ? 3 : 1 << stages;
        var residualScale = asked ?? (metadata.TryGetValue(NetworkMetadata.ResidualScale, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : width >= 256 ? 0.1 : 1);
        var settings = new EdsrSettings(scale, keys.Count("body.#.conv1.weight"), width, residualScale);
        keys.RequireLayers((2L * settings.Blocks) + 1, width);
        return new RgbUpscaler(Ready(new Edsr(settings), keys), scale, Name(keys, "EDSR"), settings.Reach);
    }

    private static RgbUpscaler MsrResNet(NetworkKeys keys)
    {
        var width = keys.Side("conv_first.weight", 0);
        var scale = keys.Has("upconv2.weight") ? 4 : keys.Side("upconv1.weight", 0) == 9 * width ? 3 : 2;
        var settings = new MsrResNetSettings(scale, keys.Count("body.#.conv1.weight"), width);
        keys.RequireLayers((2L * settings.Blocks) + 1, width);
        return new RgbUpscaler(Ready(new MsrResNet(settings), keys), scale, Name(keys, "MSRResNet"), settings.Reach);
    }

    private static RgbUpscaler SrganBlocks(NetworkKeys keys, IReadOnlyDictionary<string, string> metadata)
    {
        var blocks = keys.Count("block#.conv1.weight");
        var end = keys.Has($"block{blocks + 2}.1.running_mean") ? TrunkEnd.BatchNorm : TrunkEnd.PRelu;
        return SrResNet(keys.Through(KeyMap.SrganBlocks(blocks, keys.Count($"block{blocks + 3}.#.conv.weight"), end)), metadata.ContainsKey(NetworkMetadata.Output) ? Output(metadata) : OutputRange.Tanh);
    }

    private static RgbUpscaler SrResNet(NetworkKeys keys, OutputRange output)
    {
        var width = keys.Side("conv1.weight", 0);
        var scale = keys.Side("up0.conv.weight", 0) == 9 * width ? 3 : 1 << keys.Count("up#.conv.weight");
        var settings = new SrResNetSettings(scale, keys.Count("block#.conv1.weight"), width, keys.Side("prelu1.weight", 0) > 1, keys.Has("conv2.bias"), keys.Has("bn2.weight") ? TrunkEnd.BatchNorm : TrunkEnd.PRelu, output);
        keys.RequireLayers((2L * settings.Blocks) + 1, width);
        return new RgbUpscaler(Ready(new SrResNet(settings), keys), scale, Name(keys, "SRResNet"), settings.Reach);
    }

    private static RgbUpscaler SrVgg(NetworkKeys keys)
    {
        var convolutions = keys.Count("body.#.bias") - 2; // activations have slopes only
        var scale = (int)Math.Sqrt(keys.Side($"body.{(2 * convolutions) + 2}.weight", 0) / 3);
        var settings = new SrVggNetCompactSettings(scale, convolutions, keys.Side("body.0.weight", 0));
        keys.RequireLayers(convolutions, settings.Features);
        return new RgbUpscaler(Ready(new SrVggNetCompact(settings), keys), scale, Name(keys, "SRVGGNetCompact"), settings.Reach);
    }

    private static T Ready<T>(T network, NetworkKeys keys) where T : nn.Module<Tensor, Tensor>
    {
        try
        {
            ModuleWeights.Copy(network, keys.Tensors, keys.Path);
        }
        catch
        {
            network.Dispose();
            throw;
        }
        network.eval();
        return network.to(Compute.Device).UseChannelsLast();
    }

    private static OutputRange Output(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(NetworkMetadata.Output, out var text) ? Enum.Parse<OutputRange>(text) : OutputRange.Signed;

    private static int Scale(IReadOnlyDictionary<string, string> metadata, string path) =>
        int.TryParse(metadata.GetValueOrDefault(NetworkMetadata.Scale), NumberStyles.None, CultureInfo.InvariantCulture, out var scale) ? scale
        : throw new WeightsFormatException(path, "this network restores pictures that are already enlarged and the file does not say by how much: give the scale it was trained for (--scale)");

    private static string Name(NetworkKeys keys, string network) => $"{network} ({System.IO.Path.GetFileNameWithoutExtension(keys.Path)})";
}
