using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SuperResolution.Winograd;

/// <summary>Vectors of 8 floats. The sums take 12 of AVX2's 16 registers.</summary>
internal unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Lanes => 8;

    public static int Tiles => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* at) => Vector256.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> x, float* at) => x.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> All(float x) => Vector256.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> x, Vector256<float> y) => x - y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> x, Vector256<float> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) =>
        Vector256.FusedMultiplyAdd(x, y, z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> x, Vector256<float> y) => Vector256.MaxNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> x, Vector256<float> y) => Vector256.MinNative(x, y);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(float* input, nint chunkStride, int* chunkChannels, float* weights, float* products)
    {
        Vector256<float> s0a = default, s0b = default, s1a = default, s1b = default, s2a = default, s2b = default, s3a = default,
            s3b = default;
        Vector256<float> s4a = default, s4b = default, s5a = default, s5b = default;
        for (; *chunkChannels != 0; chunkChannels++, input += chunkStride)
        {
            var end = input + *chunkChannels;
            for (var x = input; x < end; x++, weights += 16)
            {
                Vector256<float> a = Load(weights), b = Load(weights + 8), tile;
                tile = All(x[0]); s0a = MultiplyAdd(tile, a, s0a); s0b = MultiplyAdd(tile, b, s0b);
                tile = All(x[8]); s1a = MultiplyAdd(tile, a, s1a); s1b = MultiplyAdd(tile, b, s1b);
                tile = All(x[16]); s2a = MultiplyAdd(tile, a, s2a); s2b = MultiplyAdd(tile, b, s2b);
                tile = All(x[24]); s3a = MultiplyAdd(tile, a, s3a); s3b = MultiplyAdd(tile, b, s3b);
                tile = All(x[32]); s4a = MultiplyAdd(tile, a, s4a); s4b = MultiplyAdd(tile, b, s4b);
                tile = All(x[40]); s5a = MultiplyAdd(tile, a, s5a); s5b = MultiplyAdd(tile, b, s5b);
            }
        }
        s0a.Store(products); s0b.Store(products + 8);
        s1a.Store(products + 16); s1b.Store(products + 24);
        s2a.Store(products + 32); s2b.Store(products + 40);
        s3a.Store(products + 48); s3b.Store(products + 56);
        s4a.Store(products + 64); s4b.Store(products + 72);
        s5a.Store(products + 80); s5b.Store(products + 88);
    }
}
