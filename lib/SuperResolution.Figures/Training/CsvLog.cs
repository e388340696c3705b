namespace SuperResolution.Training;

/// <summary>Writes a training's history, measurements and sample figures as CSV files into a folder, a line at a time.</summary>
/// <remarks>
/// <c>history.csv</c>, <c>validation.csv</c>, <c>samples.csv</c>; headings carry the units, numbers are written so that they read back as
/// the same. A training that is continued goes on in the same files: lines behind the checkpoint's step are cut, and what is before it
/// comes back into the history and the validation. Make it after <see cref="TrainingLoop.Resume"/> and before the first step.
/// </remarks>
public sealed class CsvLog : IDisposable
{
    private readonly CsvFile history;
    private readonly CsvFile? validation, samples;

    /// <param name="folder">Of the run; it is made if need be.</param>
    /// <param name="history">Its points go to history.csv.</param>
    /// <param name="validation">Its measurements go to validation.csv. Those that it has already, from a checkpoint, stay.</param>
    /// <param name="samples">
    /// Its figures go to samples.csv; the pictures do not come back from there, see <see cref="SampleCrops.KeepIn"/>.
    /// </param>
    /// <param name="fromStep">The step from which the training goes on; 0 starts the files anew.</param>
    /// <exception cref="InvalidDataException">A file that is to be continued is damaged.</exception>
    public CsvLog(string folder, TrainingHistory history, Validation? validation = null, SampleCrops? samples = null, int fromStep = 0)
    {
        Directory.CreateDirectory(folder);
        this.history = new CsvFile(Path.Combine(folder, "history.csv"), fromStep);
        history.Restore(HistoryTable.Read(this.history));
        history.Added += point => this.history.Append(HistoryTable.Cells(point));
        if (validation is not null)
        {
            this.validation = new CsvFile(Path.Combine(folder, "validation.csv"), fromStep);
            if (validation.Points.Count == 0) validation.Restore(ValidationTable.Read(this.validation, validation));
            validation.Measured += point => this.validation.Append(ValidationTable.Cells(point, validation.Bicubic));
        }
        if (samples is not null)
        {
            this.samples = new CsvFile(Path.Combine(folder, "samples.csv"), fromStep);
            samples.Taken += sample => this.samples.Append(Cells(sample));
        }
    }

    /// <summary>Closes the files; every line is in them already.</summary>
    public void Dispose()
    {
        history.Dispose();
        validation?.Dispose();
        samples?.Dispose();
    }

    private static (string, string)[] Cells(Sample sample) =>
    [
        ("step", CsvFile.Text(sample.Step)),
        ("colour shift red in levels", CsvFile.Text(sample.Shift.Red)),
        ("colour shift green in levels", CsvFile.Text(sample.Shift.Green)),
        ("colour shift blue in levels", CsvFile.Text(sample.Shift.Blue)),
        ("checkerboard in levels", CsvFile.Text(sample.Checkerboard)),
    ];
}
