using System.Globalization;
using SuperResolution.Imaging;
using SuperResolution.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SuperResolution.Training;

/// <summary>What led to a divergence, in a folder: the weights, the batch as numbers and as pictures, the last steps.</summary>
internal static class DivergenceDump
{
    private const int MostPictures = 16;

    /// <summary>
    /// Writes <c>weights.safetensors</c>, <c>batch.safetensors</c>, <c>batch.png</c> (a row for each patch: input, output, target) and
    /// <c>steps.csv</c>.
    /// </summary>
    /// <param name="folder">Made if need be.</param>
    /// <param name="training">After it threw; its network gives the outputs.</param>
    /// <param name="steps">The steps before.</param>
    public static void Write(string folder, TrainingLoop training, IEnumerable<TrainingStep> steps)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "steps.csv"), Csv(steps));
        ModuleWeights.Save(training.Network, Path.Combine(folder, "weights.safetensors"),
            new Dictionary<string, string>
            {
                ["recipe"] = training.Recipe.ToJson(),
                ["scale"] = Text(training.Recipe.Scale),
                ["updates"] = Text(training.Step),
            });
        if (training.FailedBatch is not { } batch) return;

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        // in training mode, as the loss saw it
        var output = training.Recipe.Shape.Forward(training.Network, batch.Input.to(training.Network.parameters().First().device)).cpu();
        SafetensorsFile.Write(Path.Combine(folder, "batch.safetensors"),
            new Dictionary<string, Tensor> { ["input"] = batch.Input, ["output"] = output, ["target"] = batch.Target });
        Picture.FromTensor(Rows(batch.Input, output, batch.Target)).Save(Path.Combine(folder, "batch.png"));
    }

    private static Tensor Rows(Tensor input, Tensor output, Tensor target)
    {
        var (height, width, count) = (target.size(2), target.size(3), Math.Min(MostPictures, target.size(0)));
        var enlarged = functional.interpolate(input, [height, width], mode: InterpolationMode.Nearest);
        var strips = cat([enlarged, output.nan_to_num(0, 1, 0).clamp(0, 1), target], 3).narrow(0, 0, count);   // (N, C, H, 3·W)
        return cat([.. Enumerable.Range(0, (int)count).Select(i => strips.narrow(0, i, 1))], 2).contiguous();  // (1, C, N·H, 3·W)
    }

    private static string Csv(IEnumerable<TrainingStep> steps)
    {
        var list = steps.ToList();
        var terms = list.Count == 0 ? "" : string.Concat(list[0].Loss.Select(term => $",{term.Name.Replace(',', ';')}"));
        return $"step,learning rate,loss{terms},discriminator loss,D(real),D(fake)\n" + string.Concat(list.Select(step =>
            $"{step.Step},{Text(step.LearningRate)},{Text(step.Loss.Total)}" +
                $"{string.Concat(step.Loss.Select(term => "," + Text(term.Value)))},{Text(step.Gan?.DiscriminatorLoss)}," +
                $"{Text(step.Gan?.Real)},{Text(step.Gan?.Fake)}\n"));
    }

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
