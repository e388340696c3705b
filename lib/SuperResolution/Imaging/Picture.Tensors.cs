using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace SuperResolution.Imaging;

public sealed partial class Picture
{
    private static readonly float[] unitInterval = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    /// <summary>The picture as a float32 tensor (1, C, H, W) in [0, 1] on the CPU; the caller owns it.</summary>
    /// <exception cref="InvalidOperationException">The tensor would be over 2 GiB.</exception>
    public Tensor ToTensor()
    {
        if (pixels.Length > int.MaxValue / sizeof(float))
            throw new InvalidOperationException($"A picture of {this} is too large for one tensor. Work on parts of it (Crop).");
        var tensor = empty(1, Channels, Height, Width, float32, CPU);
        var samples = MemoryMarshal.Cast<byte, float>(tensor.bytes);
        var area = Width * Height;
        for (var channel = 0; channel < Channels; channel++)
        {
            var plane = samples.Slice(channel * area, area);
            for (int i = 0, at = channel; i < plane.Length; i++, at += Channels)
                plane[i] = unitInterval[pixels[at]];
        }
        return tensor;
    }

    /// <summary>Rounds a tensor in [0, 1] to 8 bit: half away from zero as MATLAB does, clamped to 0…255.</summary>
    /// <param name="tensor">(C, H, W) or (1, C, H, W) with C = 1 or 3, any float type and device.</param>
    /// <exception cref="ArgumentException">Another shape, or values that are not a number.</exception>
    public static Picture FromTensor(Tensor tensor)
    {
        var shape = tensor.shape;
        if (shape.Length == 4 && shape[0] == 1) shape = shape[1..];
        if (shape.Length != 3 || shape[0] is not (1 or 3) || shape[1] < 1 || shape[2] < 1)
            throw new ArgumentException("A picture needs a tensor of shape (C, H, W) or (1, C, H, W) with C = 1 or 3, not " +
                $"({string.Join(", ", tensor.shape)}).");

        using var scope = NewDisposeScope();
        var samples = MemoryMarshal.Cast<byte, float>(tensor.detach().to(float32).cpu().contiguous().bytes);
        var (channels, area) = ((int)shape[0], (int)(shape[1] * shape[2]));
        var pixels = new byte[channels * area];
        for (var channel = 0; channel < channels; channel++)
        {
            var plane = samples.Slice(channel * area, area);
            for (int i = 0, at = channel; i < plane.Length; i++, at += channels)
                pixels[at] = (byte)(Math.Clamp(plane[i], 0f, 1f) * 255f + 0.5f);
        }
        if (float.IsNaN(TensorPrimitives.Max(samples)))
            throw new ArgumentException("The tensor contains values that are not a number (NaN): there is no picture to make of it.");
        return new Picture((int)shape[2], (int)shape[1], channels, pixels);
    }
}
