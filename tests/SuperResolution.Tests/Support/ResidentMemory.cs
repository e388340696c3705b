using System.Diagnostics;

namespace SuperResolution.Tests.Support;

/// <summary>What this process holds of the machine's memory; for tests beside which no other runs.</summary>
internal static class ResidentMemory
{
    /// <summary>
    /// How much more is held after each of the rounds than after the one before it, in bytes. What was freed but not yet given back comes
    /// and goes; a leak comes every time.
    /// </summary>
    /// <param name="rounds">How many.</param>
    /// <param name="work">One round.</param>
    public static long[] Growth(int rounds, Action work)
    {
        var after = new long[rounds + 1];
        for (var i = 0; i <= rounds; i++)
        {
            work();
            after[i] = Now();
        }
        return [.. after.Skip(1).Zip(after, (later, earlier) => later - earlier)];
    }

    private static long Now()
    {
        for (var i = 0; i < 3; i++) // what finalisers free is collected in the next round
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
