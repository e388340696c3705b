using System.Diagnostics;
using SuperResolution.Datasets;
using SuperResolution.Workbench.Sweeps;

namespace SuperResolution.Workbench.Tests.Sweeps;

/// <summary>A sweep that takes seconds.</summary>
internal static class SweepPictures
{
    /// <summary>Two pictures to train on, one to measure on.</summary>
    public static void Draw(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder.File("pictures"));
        Directory.CreateDirectory(folder.File("others"));
        for (ulong i = 0; i < 2; i++) SyntheticImages.DeadLeaves(i + 1, 64, 56).Save(folder.File($"pictures/{i}.png"));
        SyntheticImages.Facade(5, 112, 104).Save(folder.File("others/a.png"));
    }

    public static SweepPlan Plan(TemporaryFolder folder, string[] models, int[] scales, long[] seeds) =>
        new()
        {
            Models = models,
            Budget = "smoke",
            Scales = scales,
            Seeds = seeds,
            Sets = [folder.File("others")],
            Data = [folder.File("pictures")]
        };

    /// <summary>The workbench to its end.</summary>
    public static (int Code, string Said) Workbench(string[] arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var (code, said, errors) = WorkbenchProcess.Finish(WorkbenchProcess.Start(arguments, prepare));
        return (code, said + errors);
    }
}
