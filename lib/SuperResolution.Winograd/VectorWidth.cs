using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SuperResolution.Winograd;

/// <summary>The vectors that an engine computes with.</summary>
public enum VectorWidth
{
    /// <summary>8 floats: AVX2 with fused multiply-add.</summary>
    Bits256,

    /// <summary>16 floats: AVX-512.</summary>
    Bits512,
}

/// <summary>What this processor does fast.</summary>
public static class VectorWidths
{
    /// <summary>The widest vectors that this process has instructions for; null: none, and LibTorch stays in charge.</summary>
    public static VectorWidth? Widest =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? VectorWidth.Bits512 : Avx2.IsSupported && Fma.IsSupported
            ? VectorWidth.Bits256 : null;
}
