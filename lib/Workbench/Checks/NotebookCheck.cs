using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Checks;

/// <summary>A notebook runs to its end in the smoke budget. Its file stays as it is.</summary>
internal sealed class NotebookCheck(string path) : ICheck, IRunProgress
{
    public string Title => Path.GetFileNameWithoutExtension(path);

    public async Task<CheckResult> RunAsync()
    {
        Environment.SetEnvironmentVariable("SUPERRESOLUTION_BUDGET", "smoke");
        var result = await new NotebookRunner(this).RunAsync(NotebookFile.Read(path));
        return result.Failure is not { } failure
            ? CheckResult.Good($"complete, {Report.NotebookPage.Duration(result.Elapsed)}")
            : CheckResult.Bad($"fails at {failure.Title} ({path}:{failure.FileLine}): {failure.Error.Name}: {failure.Error.Message} " +
                $"'run {path} --budget smoke' shows the cell.");
    }

    void IRunProgress.CellStarted(int number, int count, NotebookCell cell)
    {
    }

    void IRunProgress.CellFinished(int number, int count, TimeSpan elapsed)
    {
    }
}
