namespace SuperResolution.Multiframe;

/// <summary>How the content of a frame lies against the first frame: turned about the centre, then moved.</summary>
/// <param name="X">To the right, in pixels of a frame.</param>
/// <param name="Y">Down, in pixels of a frame.</param>
/// <param name="Degrees">Clockwise, since rows count downwards.</param>
public readonly record struct HandMotion(double X, double Y, double Degrees)
{
    /// <summary>Where the content of the first frame at (x, y) has moved in this frame: the difference of both places in pixels.</summary>
    /// <param name="x">Column in the first frame; (0, 0) is the centre of the first pixel.</param>
    /// <param name="y">Row in the first frame.</param>
    /// <param name="width">Width of a frame.</param>
    /// <param name="height">Height of a frame.</param>
    public (double X, double Y) FlowAt(double x, double y, int width, int height)
    {
        var (u, v) = (x - ((width - 1) / 2.0), y - ((height - 1) / 2.0));
        var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
        return ((cos * u) - (sin * v) - u + X, (sin * u) + (cos * v) - v + Y);
    }

    /// <summary>The place in the first frame that this frame shows at (x, y): the inverse of x + <see cref="FlowAt"/>.</summary>
    internal (double X, double Y) Origin(double x, double y, int width, int height)
    {
        var (centreX, centreY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        var (u, v) = (x - centreX - X, y - centreY - Y);
        var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
        return ((cos * u) + (sin * v) + centreX, (cos * v) - (sin * u) + centreY);
    }
}
