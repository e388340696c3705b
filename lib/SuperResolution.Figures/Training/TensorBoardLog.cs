using System.Buffers.Binary;
using System.Text;
using SuperResolution.Imaging;
using Tensorboard;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SuperResolution.Training;

/// <summary>
/// Writes a training's history, measurements and samples as event files for TensorBoard, by TorchSharp's <see cref="SummaryWriter"/>:
/// <c>tensorboard --logdir runs</c>.
/// </summary>
/// <remarks>
/// Tags: <c>loss/…</c> (weighted terms and total), <c>share/…</c>, <c>rate/learning_rate</c>, <c>discriminator/real</c>, <c>/fake</c>,
/// <c>/loss</c>, <c>PSNR/validation</c>, <c>PSNR/bicubic</c>, <c>SSIM/…</c>,
/// <c>artefacts/…</c>, and the pictures <c>sample/…</c>. Values are float32, times have whole seconds. The writer opens and closes its
/// file for every event: nothing is lost in a crash but a half-written event, which is removed when the training is continued, as are
/// events behind the checkpoint's step.
/// </remarks>
public sealed class TensorBoardLog
{
    private readonly SummaryWriter writer;

    /// <param name="folder">Of the run; each run has its own. It is made if need be.</param>
    /// <param name="history">Its points are written.</param>
    /// <param name="validation">Its measurements are written, with bicubic beside them.</param>
    /// <param name="samples">Its pictures are written; HR and bicubic with the first one.</param>
    /// <param name="fromStep">The step from which the training goes on; 0 removes what an earlier training left in the folder.</param>
    public TensorBoardLog(string folder, TrainingHistory history, Validation? validation = null, SampleCrops? samples = null,
        int fromStep = 0)
    {
        Directory.CreateDirectory(folder);
        if (fromStep > 0) EventFiles.Cut(folder, fromStep);
        else foreach (var file in Directory.GetFiles(folder, "events.out.tfevents.*")) File.Delete(file);
        writer = utils.tensorboard.SummaryWriter(folder);

        history.Added += Write;
        if (validation is not null) validation.Measured += point => Write(point, validation.Bicubic.Mean);
        if (samples is null) return;
        if (samples.Samples.Count == 0)
        {
            Write("sample/HR", samples.Hr, 0);
            Write("sample/bicubic", samples.Bicubic, 0);
        }
        samples.Taken += Write;
    }

    private void Write(TrainingPoint point)
    {
        Write("loss/total", point.Loss.Total, point.Step);
        for (var i = 0; i < point.Loss.Count && point.Loss.Count > 1; i++)
        {
            Write("loss/" + point.Loss[i].Name, point.Loss[i].Weighted, point.Step);
            Write("share/" + point.Loss[i].Name, point.Loss.Share(i), point.Step);
        }
        Write("rate/learning rate", point.LearningRate, point.Step);
        if (point.Gan is not { } gan) return;
        Write("discriminator/real", gan.Real, point.Step);
        Write("discriminator/fake", gan.Fake, point.Step);
        Write("discriminator/loss", gan.DiscriminatorLoss, point.Step);
    }

    private void Write(ValidationPoint point, Metrics.Score bicubic)
    {
        Write("PSNR/validation", point.Row.Mean.Psnr, point.Step);
        Write("PSNR/bicubic", bicubic.Psnr, point.Step);
        Write("SSIM/validation", point.Row.Mean.Ssim, point.Step);
        Write("SSIM/bicubic", bicubic.Ssim, point.Step);
    }

    private void Write(Sample sample)
    {
        Write("sample/network", sample.Picture, sample.Step);
        Write("artefacts/colour shift", sample.Shift.Largest, sample.Step);
        Write("artefacts/checkerboard", sample.Checkerboard, sample.Step);
    }

    private void Write(string tag, double value, int step) => writer.add_scalar(Tag(tag), (float)value, step);

    private void Write(string tag, Picture picture, int step)
    {
        using var scope = NewDisposeScope();
        writer.add_img(Tag(tag), picture.ToRgb().ToTensor()[0], step); // (3, H, W)
    }

    /// <summary>TensorBoard's web pages and PyTorch's writer agree on letters, digits and - / _ . in tags.</summary>
    private static string Tag(string text)
    {
        var tag = new StringBuilder(text);
        for (var i = 0; i < tag.Length; i++)
            if (!char.IsAsciiLetterOrDigit(tag[i]) && tag[i] is not ('-' or '/' or '_' or '.')) tag[i] = '_';
        return tag.ToString();
    }
}

/// <summary>TensorBoard's event files as they lie on the disk: records of length, checksum, message, checksum.</summary>
internal static class EventFiles
{
    private const int Before = 12, Behind = 4; // length (8) and its CRC (4); CRC of the message

    /// <summary>
    /// Removes the events behind a step, and a record that was cut by a crash, from all event files of a folder; files are replaced
    /// atomically.
    /// </summary>
    public static void Cut(string folder, int step)
    {
        foreach (var path in Directory.GetFiles(folder, "events.out.tfevents.*"))
        {
            var file = File.ReadAllBytes(path);
            using var kept = new MemoryStream();
            for (var at = 0; Record(file, at) is var length and > 0; at += length)
            {
                var message = Event.Parser.ParseFrom(file, at + Before, length - Before - Behind);
                if (message.Step <= step) kept.Write(file, at, length);
            }
            if (kept.Length < file.Length) AtomicFile.Write(path, kept.ToArray());
        }
    }

    /// <summary>The length of the record at a place with its frame; 0 when there is none or it is incomplete.</summary>
    private static int Record(byte[] file, int at)
    {
        if (file.Length - at < Before) return 0;
        var length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));
        return length >= 0 && length <= file.Length - at - Before - Behind ? (int)length + Before + Behind : 0;
    }
}
