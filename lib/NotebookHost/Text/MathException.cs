namespace SuperResolution.Workbench.Report;

/// <summary>A formula uses something that the converter does not know, or is not well-formed.</summary>
internal sealed class MathException(string latex, string cause)
    : Exception($"The formula '{latex}' cannot be shown: {cause}.");
