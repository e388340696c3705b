using System.Diagnostics;
using SuperResolution.Workbench.Checks;

namespace SuperResolution.Workbench.Tests;

/// <summary>
/// A Slurm of one node on the loopback address, with state, keys and ports of its own: nothing of the system's is touched.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();
    private readonly List<string> pidFiles = [];

    private SlurmCluster()
    {
        var (node, user) = (Environment.MachineName.Split('.')[0], Environment.UserName);
        foreach (var name in new[] { "state", "spool", "munge" }) Directory.CreateDirectory(folder.File(name));
        File.WriteAllBytes(folder.File("munge/key"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(1024));
        foreach (var (path, mode) in new[]
        {
            (folder.Path, Convert.ToInt32("755", 8)), (folder.File("munge"), Convert.ToInt32("755", 8)),
            (folder.File("munge/key"), Convert.ToInt32("600", 8)),
        })
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)mode);
        var ports = KernelProbe.FreePorts(2);
        Configuration = folder.Write("slurm.conf", $"""
            ClusterName=kit
            SlurmctldHost={node}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmdPort={ports[1]}
            SlurmUser={user}
            SlurmdUser={user}
            AuthType=auth/munge
            AuthInfo=socket={folder.File("munge/socket")}
            CryptoType=crypto/munge
            StateSaveLocation={folder.File("state")}
            SlurmdSpoolDir={folder.File("spool")}
            SlurmctldPidFile={folder.File("slurmctld.pid")}
            SlurmdPidFile={folder.File("slurmd.pid")}
            SlurmctldLogFile={folder.File("slurmctld.log")}
            SlurmdLogFile={folder.File("slurmd.log")}
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            MpiDefault=none
            ReturnToService=2
            SlurmdParameters=config_overrides
            KillWait=2
            NodeName={node} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
            PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

            """);
        Daemon("munged", "munge/pid", "--force", $"--key-file={folder.File("munge/key")}", $"--socket={folder.File("munge/socket")}",
            $"--pid-file={folder.File("munge/pid")}", $"--log-file={folder.File("munge/log")}",
            $"--seed-file={folder.File("munge/seed")}", "--num-threads=2");
        Daemon("slurmctld", "slurmctld.pid");
        Daemon("slurmd", "slurmd.pid");
        Until(() => Ask("sinfo", "--noheader", "--format=%T").Trim() == "idle", "the node is idle");
    }

    /// <summary>For SLURM_CONF.</summary>
    public string Configuration { get; }

    /// <summary>Skips the test where there is no Slurm.</summary>
    public static SlurmCluster Start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Has("slurmctld") && Has("slurmd") && Has("munged"),
            "needs Slurm (Debian: apt-get install slurm-wlm)");
        Assert.SkipUnless(Environment.UserName == "root", "needs to be root: slurmd starts jobs under their users' names");
        return new SlurmCluster();
    }

    /// <summary>What a command of Slurm's prints.</summary>
    public string Ask(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said + errors.Result;
    }

    /// <summary>Waits for something that will be.</summary>
    public void Until(Func<bool> holds, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed > patience) Assert.Fail($"Waited in vain until {what}. squeue: {Ask("squeue")} sinfo: {Ask("sinfo", "-R")}");
            Thread.Sleep(200);
        }
    }

    public void Dispose()
    {
        pidFiles.Reverse();
        foreach (var file in pidFiles.Where(File.Exists))
        {
            using var kill = Process.Start("kill", ["-KILL", File.ReadAllText(file).Trim()]);
            kill.WaitForExit();
        }
        folder.Dispose();
    }

    private static bool Has(string program) => new[] { "/usr/sbin", "/usr/bin" }.Any(place => File.Exists(Path.Combine(place, program)));

    private void Daemon(string program, string pidFile, params string[] arguments)
    {
        pidFiles.Add(folder.File(pidFile));
        var start = new ProcessStartInfo(File.Exists($"/usr/sbin/{program}") ? $"/usr/sbin/{program}" : program, arguments);
        start.Environment["SLURM_CONF"] = Configuration;
        using var process = Process.Start(start)!;
        process.WaitForExit(); // it goes on in the background
        Assert.True(process.ExitCode == 0, $"{program} does not start");
        Until(() => File.Exists(folder.File(pidFile)), $"{program} has started");
    }
}
