namespace SuperResolution.Workbench.Notebooks;

/// <summary>Passes on what a cell produces while it runs; printed text in bundles, so that nobody drowns in single characters.</summary>
internal abstract class BundledOutput : CellOutput
{
    private static readonly TimeSpan bundle = TimeSpan.FromMilliseconds(50);

    private readonly Timer timer;

    protected BundledOutput() => timer = new Timer(_ => Flush());

    protected override void OnWaiting() => timer.Change(bundle, Timeout.InfiniteTimeSpan);
}
