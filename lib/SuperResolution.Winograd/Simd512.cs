using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SuperResolution.Winograd;

/// <summary>Vectors of 16 floats. The sums take 16 of AVX-512's 32 registers.</summary>
internal unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Lanes => 16;

    public static int Tiles => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* at) => Vector512.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> x, float* at) => x.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> All(float x) => Vector512.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> x, Vector512<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> x, Vector512<float> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> x, Vector512<float> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z) =>
        Vector512.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> x, Vector512<float> y) => Vector512.MaxNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> x, Vector512<float> y) => Vector512.MinNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(float* input, nint chunkStride, int* chunkChannels, float* weights, float* products)
    {
        Vector512<float> s0a = default, s0b = default, s1a = default, s1b = default, s2a = default, s2b = default, s3a = default,
            s3b = default;
        Vector512<float> s4a = default, s4b = default, s5a = default, s5b = default, s6a = default, s6b = default, s7a = default,
            s7b = default;
        for (; *chunkChannels != 0; chunkChannels++, input += chunkStride)
        {
            var end = input + *chunkChannels;
            for (var x = input; x < end; x++, weights += 32)
            {
                Vector512<float> a = Load(weights), b = Load(weights + 16), tile;
                tile = All(x[0]); s0a = MultiplyAdd(tile, a, s0a); s0b = MultiplyAdd(tile, b, s0b);
                tile = All(x[16]); s1a = MultiplyAdd(tile, a, s1a); s1b = MultiplyAdd(tile, b, s1b);
                tile = All(x[32]); s2a = MultiplyAdd(tile, a, s2a); s2b = MultiplyAdd(tile, b, s2b);
                tile = All(x[48]); s3a = MultiplyAdd(tile, a, s3a); s3b = MultiplyAdd(tile, b, s3b);
                tile = All(x[64]); s4a = MultiplyAdd(tile, a, s4a); s4b = MultiplyAdd(tile, b, s4b);
                tile = All(x[80]); s5a = MultiplyAdd(tile, a, s5a); s5b = MultiplyAdd(tile, b, s5b);
                tile = All(x[96]); s6a = MultiplyAdd(tile, a, s6a); s6b = MultiplyAdd(tile, b, s6b);
                tile = All(x[112]); s7a = MultiplyAdd(tile, a, s7a); s7b = MultiplyAdd(tile, b, s7b);
            }
        }
        s0a.Store(products); s0b.Store(products + 16);
        s1a.Store(products + 32); s1b.Store(products + 48);
        s2a.Store(products + 64); s2b.Store(products + 80);
        s3a.Store(products + 96); s3b.Store(products + 112);
        s4a.Store(products + 128); s4b.Store(products + 144);
        s5a.Store(products + 160); s5b.Store(products + 176);
        s6a.Store(products + 192); s6b.Store(products + 208);
        s7a.Store(products + 224); s7b.Store(products + 240);
    }
}
