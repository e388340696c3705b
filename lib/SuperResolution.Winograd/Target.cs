namespace SuperResolution.Winograd;

/// <summary>Where a convolution's outputs go and what is done to them on the way, as addresses.</summary>
internal unsafe struct Target
{
    public float* Data, Bias;

    /// <summary>Null: no activation.</summary>
    public float* Slopes;

    /// <summary>Null: no residual, and no second one.</summary>
    public float* First, Second;

    public float FirstScale, SecondScale;

    /// <summary>Floats from row to row and from pixel to pixel.</summary>
    public nint Row, Column;
}
