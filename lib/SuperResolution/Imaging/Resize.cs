using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Imaging;

/// <summary>MATLAB's imresize: separable, vertical pass first, sums in double precision.</summary>
/// <remarks>
/// 8-bit pictures are rounded half away from zero and clamped after each pass, as MATLAB does with uint8, and come out
/// equal to MATLAB's to the byte. Tensors are not rounded, as MATLAB does with double images.
/// </remarks>
public static class Resize
{
    /// <summary>Scales both sides; the new sides are ⌈side · scale⌉.</summary>
    /// <param name="picture">Gray or RGB.</param>
    /// <param name="scale">Above 0; e.g. 0.25 or 4.</param>
    /// <param name="kernel">Bicubic unless said otherwise.</param>
    /// <param name="border">What lies outside of the picture.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0, or the result would be over <see cref="Picture.MaxPixels"/>.</exception>
    public static Picture Imresize(Picture picture, double scale, ResizeKernel kernel = ResizeKernel.Bicubic, Border border = Border.Mirror)
    {
        var (vertical, horizontal) = Plan(picture.Width, picture.Height, scale, kernel, border);
        var (channels, width) = (picture.Channels, horizontal.Outputs);
        var tall = new byte[vertical.Outputs * picture.Width * channels];
        Vertical(vertical, picture.Pixels, tall, picture.Width * channels);

        var pixels = new byte[vertical.Outputs * width * channels];
        Horizontal(horizontal, tall, pixels, picture.Width, channels);
        return new Picture(width, vertical.Outputs, channels, pixels);
    }

    /// <summary>Scales the last two dimensions; the new sides are ⌈side · scale⌉. Nothing is rounded or clamped.</summary>
    /// <param name="images">(N, C, H, W), float32, any device, any value range.</param>
    /// <param name="scale">Above 0; e.g. 1/3.0 or 3.</param>
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
        for (var plane = 0; plane < shape[0] * shape[1]; plane++)
        {
            Vertical(vertical, from.Slice(plane * height * width, height * width), tall, width);
            Horizontal(horizontal, tall, to.Slice(plane * vertical.Outputs * horizontal.Outputs, vertical.Outputs * horizontal.Outputs), width, 1);
        }
        return output.MoveToOuterDisposeScope();
    }

    private static (ResizeWeights Vertical, ResizeWeights Horizontal) Plan(int width, int height, double scale, ResizeKernel kernel, Border border)
    {
        if (!(scale > 0) || (long)Length(width, scale) * Length(height, scale) > Picture.MaxPixels)
            throw new ArgumentOutOfRangeException(nameof(scale), $"A picture of {width}×{height} cannot be scaled by {scale}: the scale must be above 0 and the result at most {Picture.MaxPixels:N0} pixels.");
        return (ResizeWeights.Of(height, Length(height, scale), scale, kernel, border), ResizeWeights.Of(width, Length(width, scale), scale, kernel, border));
    }

    /// <summary>⌈side · scale⌉, where 99 · (1/3.0) is 33 and not 34.</summary>
    internal static int Length(int side, double scale) => (int)Math.Min(int.MaxValue, Math.Ceiling((side * scale) - 1e-9));

    private static void Vertical<TFrom, TTo>(ResizeWeights plan, ReadOnlySpan<TFrom> from, Span<TTo> to, int row)
        where TFrom : unmanaged where TTo : unmanaged
    {
        // Each input row is converted to double once and stays in a small ring while outputs need it.
        var span = plan.Span;
        var ring = new double[span * row];
        var held = new int[span];
        Array.Fill(held, -1);
        var sum = new double[row];
        for (var i = 0; i < plan.Outputs; i++)
        {
            Array.Clear(sum);
            for (var (k, end) = plan.Taps(i); k < end; k++)
            {
                var y = plan.Indices[k];
                var line = ring.AsSpan(y % span * row, row);
                if (held[y % span] != y)
                {
                    ToDouble(from.Slice(y * row, row), line);
                    held[y % span] = y;
                }
                TensorPrimitives.MultiplyAdd(line, plan.Weights[k], sum, sum);
            }
            FromDouble(sum, to.Slice(i * row, row));
        }
    }

    private static void Horizontal<TFrom, TTo>(ResizeWeights plan, ReadOnlySpan<TFrom> from, Span<TTo> to, int width, int channels)
        where TFrom : unmanaged where TTo : unmanaged
    {
        var (rowIn, rowOut) = (width * channels, plan.Outputs * channels);
        var (line, sums) = (new double[rowIn], new double[rowOut]);
        for (var y = 0; y < to.Length / rowOut; y++)
        {
            ToDouble(from.Slice(y * rowIn, rowIn), line);
            if (channels == 3) Horizontal3(plan, line, sums);
            else Horizontal1(plan, line, sums);
            FromDouble(sums, to.Slice(y * rowOut, rowOut));
        }
    }

    private static void Horizontal1(ResizeWeights plan, ReadOnlySpan<double> line, Span<double> sums)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            var sum = 0.0;
            for (var (k, end) = plan.Taps(i); k < end; k++)
                sum += line[plan.Indices[k]] * plan.Weights[k];
            sums[i] = sum;
        }
    }

    private static void Horizontal3(ResizeWeights plan, ReadOnlySpan<double> line, Span<double> sums)
    {
        for (var i = 0; i < sums.Length / 3; i++)
        {
            double red = 0, green = 0, blue = 0;
            for (var (k, end) = plan.Taps(i); k < end; k++)
            {
                var pixel = line.Slice(plan.Indices[k] * 3, 3);
                var weight = plan.Weights[k];
                red += pixel[0] * weight;
                green += pixel[1] * weight;
                blue += pixel[2] * weight;
            }
            (sums[i * 3], sums[(i * 3) + 1], sums[(i * 3) + 2]) = (red, green, blue);
        }
    }

    private static void ToDouble<T>(ReadOnlySpan<T> from, Span<double> to) where T : unmanaged
    {
        if (typeof(T) == typeof(byte)) TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<T, byte>(from), to);
        else if (typeof(T) == typeof(float)) TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<T, float>(from), to);
        else MemoryMarshal.Cast<T, double>(from).CopyTo(to);
    }

    private static void FromDouble<T>(ReadOnlySpan<double> from, Span<T> to) where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            var bytes = MemoryMarshal.Cast<T, byte>(to);
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Math.Clamp((int)(from[i] + 0.5), 0, 255);
        }
        else if (typeof(T) == typeof(float)) TensorPrimitives.ConvertTruncating(from, MemoryMarshal.Cast<T, float>(to));
        else from.CopyTo(MemoryMarshal.Cast<T, double>(to));
    }
}
