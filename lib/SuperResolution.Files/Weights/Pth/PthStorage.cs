namespace SuperResolution.Weights.Pth;

/// <summary>A run of elements in the file that tensors look into; not read yet.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">Element type; bytes where the storage is untyped.</param>
/// <param name="IsUntyped">Whether tensors say what the bytes are.</param>
/// <param name="Count">Elements.</param>
/// <param name="Root">The storage that this one is a part of, as in files of PyTorch before 0.4; null for one of its own.</param>
/// <param name="Start">Where in the root it starts, in elements.</param>
internal sealed record PthStorage(string Key, ElementType Type, bool IsUntyped, long Count, PthStorage? Root = null, long Start = 0)
{
    public long Bytes => checked(Count * Type.Bytes);
}
