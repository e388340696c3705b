using SuperResolution.Imaging;

namespace SuperResolution.Multiframe;

/// <summary>
/// Takes a burst of a picture with a simulated hand-held camera: motion, sampling by the sensor, noise, rounding to 8 bit. The same seed
/// gives the same burst.
/// </summary>
/// <remarks>
/// The scene consists of the picture's pixels as little squares. A pixel of a frame is the exact mean over a square of side
/// <see cref="Photosite"/>·pitch around its place, and nothing is filtered before: frequencies above the frames' Nyquist frequency come
/// through as aliases, which is what a merge lives on. (MATLAB's antialiased bicubic removes them; bursts made with it have nothing to
/// merge.) The square is not turned with the frame: at a tenth of a degree that is nothing.
/// <para>Hand tremor: translations are Gaussian, independent from frame to frame and in both directions; so are rotations. At a deviation
/// of a pixel and more the fractions of the translations are practically uniform, which is what Wronski et al. (arXiv 1905.03277) found in
/// real bursts. Beyond the picture its border goes on.</para>
/// </remarks>
/// <param name="Scale">How many pixels of the picture make a pixel of a frame.</param>
/// <param name="Frames">Number of frames.</param>
public sealed record BurstSimulation(int Scale, int Frames)
{
    /// <summary>Standard deviation of the translations in pixels of a frame, in each direction.</summary>
    public double Tremor { get; init; } = 1.5;

    /// <summary>Standard deviation of the rotations in degrees.</summary>
    public double Rotation { get; init; } = 0.05;

    /// <summary>
    /// Side of the square that is sensitive to light, as a share of the pixel pitch: 1 sees everything; at 1/scale and below, a square as
    /// large as a pixel of the scene is seen (bilinear sampling).
    /// </summary>
    public double Photosite { get; init; } = 1;

    /// <summary>The noise of every sample.</summary>
    public NoiseModel Noise { get; init; }

    /// <summary>Something that moves on its own, or null.</summary>
    public MovingObject? Object { get; init; }

    /// <summary>Which motions and which noise.</summary>
    public int Seed { get; init; }

    /// <summary>Takes the burst.</summary>
    /// <param name="scene">Gray or RGB; cut to a multiple of the scale. Its light is taken as linear.</param>
    /// <exception cref="ArgumentException">
    /// No frames, a scale under 1, a picture smaller than 16 pixels of a frame, a negative strength, or a photosite outside of 0…1.
    /// </exception>
    public SimulatedBurst Take(Picture scene)
    {
        if (Scale < 1 || Frames < 1)
            throw new ArgumentException($"A burst needs at least one frame and a scale from 1; here are {Frames} frames at ×{Scale}.");
        if (Math.Min(scene.Width, scene.Height) / Scale < 16)
            throw new ArgumentException($"{scene} at ×{Scale} makes frames with a side under 16 pixels. Take a larger picture.",
                nameof(scene));
        if (!(Tremor >= 0 && Rotation >= 0 && Noise.Shot >= 0 && Noise.Read >= 0 && Photosite is >= 0 and <= 1))
            throw new ArgumentException($"Tremor ({Tremor}), rotation ({Rotation}) and noise ({Noise}) are at least 0, the photosite " +
                $"({Photosite}) lies in 0…1.");
        scene = scene.CropToMultipleOf(Scale);
        var hand = new Random(Seed);
        var motions = Enumerable.Range(0, Frames)
            .Select(frame => frame == 0 ? default : new HandMotion(Tremor * Normal(hand), Tremor * Normal(hand), Rotation * Normal(hand)))
                .ToArray();
        var frames = motions.Select((motion, frame) =>
            Expose(Object?.Over(scene, frame) ?? scene, motion, new Random(HashOf(Seed, frame)))).ToArray();
        var truth = Object?.Over(scene, 0) ?? scene;
        return new SimulatedBurst(frames, truth, Seen(truth), motions, Noise, Scale);
    }

    /// <summary>The truth through the photosite, at every pixel of the truth.</summary>
    private Picture Seen(Picture truth)
    {
        var (side, pixels) = (Math.Max(1, Photosite * Scale), new byte[truth.Pixels.Length]);
        Span<double> light = stackalloc double[truth.Channels];
        for (var i = 0; i < truth.Width * truth.Height; i++)
        {
            Collect(truth, (i % truth.Width) + 0.5, (i / truth.Width) + 0.5, side, light);
            for (var c = 0; c < truth.Channels; c++) pixels[(i * truth.Channels) + c] = (byte)Math.Floor(light[c] + 0.5);
        }
        return new Picture(truth.Width, truth.Height, truth.Channels, pixels);
    }

    private Picture Expose(Picture scene, HandMotion motion, Random noise)
    {
        var (width, height, channels) = (scene.Width / Scale, scene.Height / Scale, scene.Channels);
        var (side, pixels) = (Math.Max(1, Photosite * Scale), new byte[width * height * channels]);
        Span<double> light = stackalloc double[channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = motion.Origin(x, y, width, height);
                Collect(scene, (u + 0.5) * Scale, (v + 0.5) * Scale, side, light);
                for (var c = 0; c < channels; c++)
                {
                    var deviation = 255 * Math.Sqrt((Noise.Shot * light[c] / 255) + Noise.Read);
                    pixels[(((y * width) + x) * channels) + c] =
                        (byte)Math.Clamp(Math.Floor(light[c] + (deviation * Normal(noise)) + 0.5), 0, 255);
                }
            }
        }
        return new Picture(width, height, channels, pixels);
    }

    /// <summary>The mean over a square; pixel i of the scene covers i…i + 1.</summary>
    private static void Collect(Picture scene, double x, double y, double side, Span<double> light)
    {
        light.Clear();
        var (left, top) = (x - (side / 2), y - (side / 2));
        for (var row = (int)Math.Floor(top); row < top + side; row++)
        {
            var tall = Math.Min(row + 1, top + side) - Math.Max(row, top);
            for (var column = (int)Math.Floor(left); column < left + side; column++)
            {
                var area = tall * (Math.Min(column + 1, left + side) - Math.Max(column, left)) / (side * side);
                for (var c = 0; c < light.Length; c++)
                    light[c] += area * scene[Math.Clamp(column, 0, scene.Width - 1), Math.Clamp(row, 0, scene.Height - 1), c];
            }
        }
    }

    private static int HashOf(int seed, int frame) => unchecked((seed * 486187739) + (frame * 16777619) + 1);

    /// <summary>Box and Muller 1958.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
