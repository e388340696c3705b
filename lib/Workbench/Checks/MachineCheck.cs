using System.Globalization;

namespace SuperResolution.Workbench.Checks;

/// <summary>Processors, memory and disk.</summary>
internal sealed class MachineCheck(string checkout) : ICheck
{
    private const double LeastMemory = 4e9, LeastDisk = 1e9;

    public string Title => "Machine";

    public Task<CheckResult> RunAsync() =>
        Task.FromResult(Judge(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            new DriveInfo(checkout).AvailableFreeSpace));

    /// <param name="processors">Those that this process may use.</param>
    /// <param name="memory">Bytes that it may use.</param>
    /// <param name="disk">Free bytes where the checkout lies.</param>
    public static CheckResult Judge(int processors, double memory, double disk)
    {
        var found = string.Create(CultureInfo.InvariantCulture,
            $"{processors} {(processors == 1 ? "processor" : "processors")}, {memory / 1e9:F1} GB of memory, {disk / 1e9:F1} GB of " +
            $"disk free");
        if (disk < LeastDisk) return CheckResult.Bad($"{found}. Reports and data need more: free 1 GB at least.");
        if (memory < LeastMemory)
            return CheckResult.Lacking($"{found}. With less than 4 GB close the browser's other pages, and run one notebook at a time.");
        return processors == 1 ? CheckResult.Lacking($"{found}. Trainings take longer than with two.") : CheckResult.Good(found);
    }
}
