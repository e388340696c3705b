using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace SuperResolution.Imaging;

/// <summary>MATLAB's imresize: separable, vertical pass first, sums in double precision.</summary>
/// <remarks>
/// 8-bit pictures are rounded half away from zero and clamped after each pass, as MATLAB does with uint8. Tensors are not rounded, as
/// MATLAB does with double images. Equal to MATLAB's own files to the byte: bicubic ×1/2, ×1/3 and ×1/4 of Set5 with either border, and
/// tensors at ×1/8, rounded once. At other scales and with other kernels the weights follow its published formula operation by operation,
/// but no file of MATLAB's has been compared. One thing differs: a side within 1e-9 above a whole number is that number, where MATLAB's
/// ⌈·⌉ adds a pixel.
/// </remarks>
public static class Resize
{
    // Below, one output would have more taps than a picture has rows.
    private const double Smallest = 1.0 / 65536;

    /// <summary>Scales both sides; the new sides are ⌈side · scale⌉.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="scale">At least 1/65536; e.g. 0.25 or 4.</param>
    /// <param name="kernel">Bicubic unless said otherwise.</param>
    /// <param name="border">What lies outside of the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The scale is below 1/65536 (or not a number), or the result would be over <see cref="Picture.MaxPixels"/>.
    /// </exception>
    public static Picture Imresize(
        Picture picture, double scale, ResizeKernel kernel = ResizeKernel.Bicubic, Border border = Border.Mirror)
    {
        var (vertical, horizontal) = Plan(picture.Width, picture.Height, scale, kernel, border);
        var (channels, width) = (picture.Channels, horizontal.Outputs);
        var size = vertical.Outputs * picture.Width * channels;
        var tall = ArrayPool<byte>.Shared.Rent(size);
        new ResizePass(vertical).Rows(picture.Pixels, tall.AsSpan(0, size), picture.Width * channels);

        var pixels = GC.AllocateUninitializedArray<byte>(vertical.Outputs * width * channels);
        new ResizePass(horizontal).Columns<byte, byte>(tall, pixels, picture.Width, vertical.Outputs, channels);
        ArrayPool<byte>.Shared.Return(tall);
        return new Picture(width, vertical.Outputs, channels, pixels);
    }

    /// <summary>Scales the last two dimensions; the new sides are ⌈side · scale⌉. Nothing is rounded or clamped.</summary>
    /// <param name="images">(N, C, H, W), float32, any device, any value range.</param>
    /// <param name="scale">At least 1/65536; e.g. 1/3.0 or 3.</param>
    /// <param name="kernel">Bicubic unless said otherwise.</param>
    /// <param name="border">What lies outside of the image.</param>
    /// <returns>float32 on the CPU; the caller owns it. Not differentiable.</returns>
    /// <exception cref="ArgumentException">Not four dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for pictures.</exception>
    public static Tensor Imresize(Tensor images, double scale, ResizeKernel kernel = ResizeKernel.Bicubic, Border border = Border.Mirror)
    {
        var shape = images.shape;
        if (shape.Length != 4) throw new ArgumentException($"Imresize needs (N, C, H, W), not ({string.Join(", ", shape)}).");
        var (height, width) = ((int)shape[2], (int)shape[3]);
        var (vertical, horizontal) = Plan(width, height, scale, kernel, border);

        using var scope = NewDisposeScope();
        var output = empty(shape[0], shape[1], vertical.Outputs, horizontal.Outputs, float32, CPU);
        var from = MemoryMarshal.Cast<byte, float>(images.detach().to(float32).cpu().contiguous().bytes);
        var to = MemoryMarshal.Cast<byte, float>(output.bytes);
        // Between the passes MATLAB keeps double precision; so do the rows here.
        var tall = new double[vertical.Outputs * width];
        var (down, across) = (new ResizePass(vertical), new ResizePass(horizontal));
        for (var plane = 0; plane < shape[0] * shape[1]; plane++)
        {
            down.Rows(from.Slice(plane * height * width, height * width), tall.AsSpan(), width);
            across.Columns<double, float>(
                tall, to.Slice(plane * vertical.Outputs * horizontal.Outputs, vertical.Outputs * horizontal.Outputs), width,
                vertical.Outputs, 1);
        }
        return output.MoveToOuterDisposeScope();
    }

    private static (ResizeWeights Vertical, ResizeWeights Horizontal) Plan(
        int width, int height, double scale, ResizeKernel kernel, Border border)
    {
        if (!(scale >= Smallest) || (long)Length(width, scale) * Length(height, scale) > Picture.MaxPixels)
            throw new ArgumentOutOfRangeException(
                nameof(scale), $"A picture of {width}×{height} cannot be scaled by {scale}: the scale must be at least 1/65536 and the " +
                    $"result at most {Picture.MaxPixels:N0} pixels.");
        return (ResizeWeights.Of(height, Length(height, scale), scale, kernel, border),
            ResizeWeights.Of(width, Length(width, scale), scale, kernel, border));
    }

    /// <summary>⌈side · scale⌉, where 99 · (1/3.0) is 33 and not 34.</summary>
    internal static int Length(int side, double scale) => (int)Math.Clamp(Math.Ceiling((side * scale) - 1e-9), 1, int.MaxValue);
}
