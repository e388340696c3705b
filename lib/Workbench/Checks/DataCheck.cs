using SuperResolution.Datasets;

namespace SuperResolution.Workbench.Checks;

/// <summary>A data set is there; where it was asked for, it is fetched.</summary>
/// <param name="name">For example Set5.</param>
/// <param name="fetch">Whether the network is asked where it is missing.</param>
internal sealed class DataCheck(string name, bool fetch) : ICheck
{
    public string Title => $"Data {name}";

    public async Task<CheckResult> RunAsync()
    {
        if (ImageSet.Find(name) is { } there) return CheckResult.Good($"{there.Count} pictures");
        if (!fetch)
            return CheckResult.Lacking("not here: notebooks draw pictures of their own instead, and their tables are not the papers'. " +
                $"'check --data {name}' fetches it.");
        foreach (var (part, owner, split) in Catalogue.Default.Parts(name))
        {
            try
            {
                await new DataSetInstaller(new Downloader())
                    .InstallAsync(owner, split, DataFolder.Current.DownloadTo, null, CancellationToken.None);
            }
            catch (Exception error) when (BadInput.Explains(error))
            {
                return CheckResult.Bad($"{error.Message} Archives fetched elsewhere serve too: 'data get {part} --from FOLDER'.");
            }
        }
        return CheckResult.Good($"fetched, {ImageSet.Open(name).Count} pictures");
    }
}
