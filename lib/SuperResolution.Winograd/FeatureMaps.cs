namespace SuperResolution.Winograd;

/// <summary>The feature maps of a batch between two layers, channels last: [picture][row][column][channel], 32-bit floats.</summary>
/// <remarks>
/// A pixel takes <see cref="Stride"/> floats: the number of channels, rounded up to a whole 512-bit vector. What lies behind the last
/// channel is no part of any sum. Not safe for use by two threads at a time.
/// </remarks>
public sealed unsafe class FeatureMaps : IDisposable
{
    /// <summary>Floats of a 512-bit vector: <see cref="Stride"/> is a multiple of it.</summary>
    internal const int Quantum = 16;

    private readonly NativeBuffer memory;

    /// <summary>Makes maps of zeros.</summary>
    /// <param name="pictures">N, from 1.</param>
    /// <param name="height">H, from 1.</param>
    /// <param name="width">W, from 1.</param>
    /// <param name="channels">C, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size under 1, or more than 2³¹ − 1 pixels in all.</exception>
    public FeatureMaps(int pictures, int height, int width, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if ((Int128)pictures * height * width > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(height), $"{pictures} × {height} × {width} pixels are more than {int.MaxValue}.");
        (Pictures, Height, Width, Channels) = (pictures, height, width, channels);
        Stride = checked((channels + Quantum - 1) / Quantum * Quantum);
        memory = new NativeBuffer(checked((long)pictures * height * width * Stride));
    }

    /// <summary>N.</summary>
    public int Pictures { get; }

    /// <summary>H.</summary>
    public int Height { get; }

    /// <summary>W.</summary>
    public int Width { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>Floats from one pixel to the next.</summary>
    public int Stride { get; }

    /// <summary>How many bytes the maps take.</summary>
    public long Bytes => memory.Length * sizeof(float);

    internal float* Data => memory.Data != null ? memory.Data : throw new ObjectDisposedException(nameof(FeatureMaps));

    /// <summary>The channels of one pixel, to be read or written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    public Span<float> this[int picture, int row, int column]
    {
        get
        {
            if ((uint)picture >= (uint)Pictures || (uint)row >= (uint)Height || (uint)column >= (uint)Width)
                throw new ArgumentOutOfRangeException(
                    nameof(row), $"There is no pixel ({row}, {column}) of picture {picture} in {Pictures} × {Height} × {Width}.");
            return new Span<float>(Data + ((((long)picture * Height) + row) * Width + column) * Stride, Channels);
        }
    }

    /// <summary>Fills the maps from a tensor that lies in memory as LibTorch's usual (N, C, H, W).</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void CopyFrom(ReadOnlySpan<float> nchw)
    {
        RequireLength(nchw.Length);
        var plane = Height * Width;
        var to = Data;
        for (var n = 0; n < Pictures; n++)
        {
            for (var i = 0; i < plane; i++, to += Stride)
            {
                for (var c = 0; c < Channels; c++) to[c] = nchw[(n * Channels + c) * plane + i];
            }
        }
    }

    /// <summary>Writes the maps as LibTorch's usual (N, C, H, W).</summary>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public void CopyTo(Span<float> nchw)
    {
        RequireLength(nchw.Length);
        var plane = Height * Width;
        var from = Data;
        for (var n = 0; n < Pictures; n++)
        {
            for (var i = 0; i < plane; i++, from += Stride)
            {
                for (var c = 0; c < Channels; c++) nchw[(n * Channels + c) * plane + i] = from[c];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private void RequireLength(int length)
    {
        if (length != (long)Pictures * Height * Width * Channels)
            throw new ArgumentException($"{length} values do not fill maps of {Pictures} × {Channels} × {Height} × {Width}.");
    }
}
