using static TorchSharp.torch;

namespace SuperResolution.Weights;

/// <summary>The memory of tensors from and to streams, without a second copy and beyond 2 GB.</summary>
internal static class TensorBytes
{
    /// <summary>Bytes that are moved at a time: <c>Tensor.bytes</c> is a span and ends at 2 GB.</summary>
    internal const int Chunk = 64 << 20;

    /// <summary>Fills a contiguous tensor on the CPU.</summary>
    /// <exception cref="InvalidDataException">The stream ends early, or a bool is neither 0 nor 1.</exception>
    public static void Fill(Tensor tensor, Stream stream, string name, int chunk = Chunk, FileDigest? digest = null) =>
        Walk(tensor, chunk, bytes =>
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException($"it ends inside of '{ForeignText.Show(name)}': it is truncated");
        if (tensor.dtype == ScalarType.Bool && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0)
            throw new InvalidDataException($"'{ForeignText.Show(name)}' is of type bool and has values other than 0 and 1: it is damaged");
        digest?.Append(bytes);
    });

    /// <summary>Writes a contiguous tensor on the CPU.</summary>
    public static void Write(Tensor tensor, Stream stream, int chunk = Chunk, FileDigest? digest = null) => Walk(tensor, chunk, bytes =>
    {
        digest?.Append(bytes);
        stream.Write(bytes);
    });

    private delegate void Visit(Span<byte> bytes);

    private static void Walk(Tensor tensor, int chunk, Visit visit)
    {
        using var scope = NewDisposeScope();
        var flat = tensor.detach().reshape(-1); // contiguous, so a view
        var (count, step) = (flat.numel(), Math.Max(1, chunk / flat.element_size()));
        for (long at = 0; at < count; at += step)
        {
            using var part = flat.narrow(0, at, Math.Min(step, count - at));
            visit(part.bytes);
        }
    }
}
