namespace SuperResolution.Workbench.Report;

/// <summary>A piece of MathML, and what its neighbours must know of it.</summary>
/// <param name="Markup">One MathML element.</param>
/// <param name="Role">How it spaces.</param>
/// <param name="Limits">Scripts stand below and above it, not beside it.</param>
internal readonly record struct MathNode(string Markup, MathRole Role = MathRole.Operand, bool Limits = false);

internal enum MathRole { Operand, Operator, Opening, Function }
