using BenchmarkDotNet.Attributes;
using SuperResolution.Imaging;

namespace SuperResolution.Benchmarks;

/// <summary>MATLAB's imresize on one picture of Urban100's size.</summary>
public class ResizeBenchmark
{
    private Picture picture = null!;

    /// <summary>A quarter, a half (as the protocols make their inputs) and enlarging.</summary>
    [Params(0.25, 0.5, 2)]
    public double Scale { get; set; }

    [GlobalSetup]
    public void Load() => picture = TestImage.Load().Picture;

    [Benchmark]
    public Picture Bicubic() => Resize.Imresize(picture, Scale);

    [Benchmark]
    public Picture Bilinear() => Resize.Imresize(picture, Scale, ResizeKernel.Bilinear);
}
