using System.Globalization;
using System.Text;
using SuperResolution.Imaging;

namespace SuperResolution.Figures;

/// <summary>
/// Where pictures deviate from the reference and by how much: a colour for each pixel, one scale for all of them, with its bar.
/// </summary>
/// <remarks>What is compared is luma (BT.601, full range, 8 bit), in levels of 255: an error of one level is 1/255 of the range.</remarks>
public sealed class ErrorMap : Figure
{
    private static readonly int[] steps = [1, 2, 3, 5, 8, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 255];

    private readonly (string Caption, int Width, int[] Errors)[] items;
    private readonly string title;
    private readonly int width;

    /// <param name="title">What is compared.</param>
    /// <param name="width">Width of a map on the page in CSS pixels.</param>
    /// <param name="reference">The truth.</param>
    /// <param name="items">Caption and picture, of the reference's size.</param>
    /// <exception cref="ArgumentException">There are no pictures, or the sizes differ.</exception>
    public ErrorMap(string title, int width, Picture reference, params IEnumerable<(string Caption, Picture Picture)> items)
    {
        var truth = reference.ToGray();
        (this.title, this.width, this.items) =
            (title, width, [.. items.Select(item => (item.Caption, truth.Width, Differences(truth, item.Picture)))]);
        if (this.items.Length == 0) throw new ArgumentException("An error map needs at least one picture.", nameof(items));
    }

    /// <summary>Too dark and too bright in different colours; else the size of the error alone.</summary>
    public bool Signed { get; init; }

    /// <summary>
    /// The error at the end of the scale, in levels of 255; where it is not set, a round number that at most 1 pixel in 50 exceeds.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>The end of the scale that is drawn, in levels of 255.</summary>
    public int Scale => Limit ?? steps.First(step => step == 255 || Beyond(step) <= 0.02);

    private double Beyond(int limit) => items.SelectMany(item => item.Errors).Average(error => Math.Abs(error) > limit ? 1.0 : 0.0);

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var (map, scale) = (Signed ? ColourMap.PurpleOrange : ColourMap.Viridis, Scale);
        var html = new StringBuilder("<div data-figure=\"error-map\" role=\"group\" " +
            $"aria-label=\"{Escape(title)}\">{TitleLine(title)}<div " +
            "style=\"display:flex;flex-wrap:wrap;gap:10px;align-items:flex-start\">");
        foreach (var (caption, columns, errors) in items)
        {
            var picture = map.Draw([.. errors.Select(error => Signed ? 0.5 + (error / (2.0 * scale)) : Math.Abs(error) / (double)scale)],
                columns);
            var text = $"{caption}: {Numbers(errors)}";
            html.Append($"<figure style=\"{InRow(width, items.Length)}\">{Image(picture, $"error map, {text}")}<figcaption " +
                $"style=\"{CaptionStyle}\">{Escape(text)}</figcaption></figure>");
        }
        string[] ticks = Signed ? [$"−{scale}", "0", $"+{scale}"] : ["0", $"{scale / 2.0:0.#}", $"{scale}"];
        var bar = Image(map.Bar(), "").Replace("width:100%", "width:100%;height:12px", StringComparison.Ordinal);
        return html.Append($$"""
            </div><figure style="margin:8px 0 0;width:{{Math.Max(width, 260)}}px;max-width:100%">
            <div style="height:12px;overflow:hidden">{{bar}}</div>
            <div style="display:flex;justify-content:space-between;font-size:.85em;font-variant-numeric:tabular-nums">
            {{string.Concat(ticks.Select(tick => $"<span>{tick}</span>"))}}</div>
            <figcaption style="{{CaptionStyle}}">{{Escape(Legend(scale))}}</figcaption></figure></div>
            """).ToString();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{title}: " + string.Join(" | ", items.Select(item => $"{item.Caption}: {Numbers(item.Errors)}")) + $" ({Legend(Scale)})";

    private string Legend(int scale)
    {
        var beyond = Beyond(scale);
        return (Signed ? "Error of luma in levels of 255, purple is too dark, orange too bright"
            : "Absolute error of luma in levels of 255")
            + (beyond == 0 ? "." : string.Create(
                CultureInfo.InvariantCulture, $"; {100 * beyond:0.##} % of the pixels lie beyond the scale."));
    }

    private static string Numbers(int[] errors) =>
        string.Create(CultureInfo.InvariantCulture,
            $"mean {errors.Average(error => (double)Math.Abs(error)):0.0}, largest {errors.Max(Math.Abs)} levels");

    private static int[] Differences(Picture truth, Picture picture)
    {
        if ((picture.Width, picture.Height) != (truth.Width, truth.Height))
            throw new ArgumentException($"An error map of {picture} against {truth} is not possible: the sizes differ. Compare pictures " +
                "of one size.");
        var a = picture.ToGray().Pixels;
        var b = truth.Pixels;
        var differences = new int[b.Length];
        for (var i = 0; i < differences.Length; i++) differences[i] = a[i] - b[i];
        return differences;
    }
}
