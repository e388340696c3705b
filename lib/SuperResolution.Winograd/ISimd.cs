namespace SuperResolution.Winograd;

/// <summary>One width of vectors: what the transforms and products are written with, once for all widths.</summary>
/// <remarks>
/// The type parameters are structs, so the JIT compiles each width by itself and every member becomes one instruction. Where the processor
/// lacks the width, .NET makes two instructions of half of it: slower, the same numbers, so that every width can be tested everywhere.
/// </remarks>
/// <typeparam name="V">The vector.</typeparam>
internal unsafe interface ISimd<V>
    where V : struct
{
    /// <summary>Floats of a vector: 8 or 16.</summary>
    static abstract int Lanes { get; }

    /// <summary>Tiles whose products are summed up in registers at a time, with two vectors of output channels each.</summary>
    static abstract int Tiles { get; }

    static abstract V Load(float* at);

    static abstract void Store(V x, float* at);

    static abstract V All(float x);

    static abstract V Add(V x, V y);

    static abstract V Subtract(V x, V y);

    static abstract V Multiply(V x, V y);

    /// <summary>x·y + z, rounded once.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>
    /// The larger one. NaN where <paramref name="y"/> is NaN; where <paramref name="x"/> is, that depends on the processor.
    /// </summary>
    static abstract V Max(V x, V y);

    /// <summary>
    /// The smaller one. NaN where <paramref name="y"/> is NaN; where <paramref name="x"/> is, that depends on the processor.
    /// </summary>
    static abstract V Min(V x, V y);

    /// <summary>
    /// products[tile][2 vectors of output channels] = Σ over the input channels k of input[k / Lanes][tile][k % Lanes] · weights[k][output
    /// channels], for <see cref="Tiles"/> tiles.
    /// </summary>
    /// <param name="input">The transformed input of one position: chunks of <see cref="Lanes"/> channels.</param>
    /// <param name="chunkStride">Floats from one chunk to the next.</param>
    /// <param name="chunkChannels">How many channels of each chunk there are; 0 ends the list.</param>
    /// <param name="weights">Two vectors for each input channel.</param>
    /// <param name="products">Where the sums go.</param>
    static abstract void Product(float* input, nint chunkStride, int* chunkChannels, float* weights, float* products);
}
