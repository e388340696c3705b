namespace SuperResolution.Figures;

/// <summary>
/// A view of a training as a page that reloads itself: the live view in every browser, beside whatever runs the training. No server is
/// needed.
/// </summary>
/// <remarks>
/// The page is replaced at every point of the history that the view's OnStep makes, and stops reloading at the end. The script that draws
/// the charts lies beside it, once.
/// </remarks>
public sealed class LivePage
{
    /// <summary>Seconds between two reloads.</summary>
    public const int Interval = 10;

    /// <summary>Name of the script beside the page.</summary>
    public const string Script = "plotly.js";

    /// <param name="view">What the page shows.</param>
    /// <param name="path">The page, e.g. <c>runs/srgan/watch.html</c>; its folder is made if need be.</param>
    /// <param name="title">What is trained.</param>
    public LivePage(TrainingView view, string path, string title)
    {
        Path = System.IO.Path.GetFullPath(path);
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        Directory.CreateDirectory(folder);
        AtomicFile.Write(System.IO.Path.Combine(folder, Script), KitNotice.PlotlyScript());
        Write(view, title, running: true);
        view.Updated += point => Write(view, title, point.Step < point.Steps);
    }

    /// <summary>The page, absolute.</summary>
    public string Path { get; }

    private void Write(TrainingView view, string title, bool running)
    {
        var name = System.Net.WebUtility.HtmlEncode(title);
        AtomicFile.Write(Path, $$"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"/>{{(running ? $"<meta http-equiv=\"refresh\" content=\"{Interval}\"/>" : "")}}
            <meta name="viewport" content="width=device-width"/><meta name="color-scheme" content="light dark"/><title>{{name}}</title>
            <style>body { font: 15px/1.45 system-ui, sans-serif; max-width: 1400px; margin: 1rem auto; padding: 0 1rem }</style>
            <script src="{{Script}}"></script></head><body><h1 style="font-size:1.3em">{{name}}</h1>
            {{view.ToHtml()}}
            </body></html>

            """);
    }
}
