using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>Values as .NET Interactive shows them: its own formatting package decides.</summary>
internal static class ValueFormatter
{
    private const int FewValues = 64;

    static ValueFormatter()
    {
        // The default walks the properties of a tensor: half a megabyte of HTML and many tensors made on the way.
        Formatter.Register<torch.Tensor>(Short, "text/plain");
        Formatter.SetPreferredMimeTypesFor(typeof(torch.Tensor), "text/plain");
    }

    /// <summary>Mime type → text, as its formatter gives it.</summary>
    public static IReadOnlyDictionary<string, string> Format(object? value)
    {
        if (value is null)
            return new Dictionary<string, string> { ["text/plain"] = "null" };
        var mimes = value is torch.Tensor ? ["text/plain"] : Formatter.GetPreferredMimeTypesFor(value.GetType());
        return mimes.Distinct().ToDictionary(mime => mime, mime => value.ToDisplayString(mime));
    }

    private static string Short(torch.Tensor tensor)
    {
        if (tensor.IsInvalid) return "Tensor (disposed)";
        var shape = $"Tensor [{string.Join(", ", tensor.shape)}] {tensor.dtype} on {tensor.device}";
        return tensor.numel() > FewValues ? shape : $"{shape}\n{tensor.ToString(TensorStringStyle.Numpy)}";
    }
}
