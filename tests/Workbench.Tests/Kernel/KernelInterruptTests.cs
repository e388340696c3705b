using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>Cells that are stopped, and what of them goes on: nothing.</summary>
public sealed class KernelInterruptTests : IDisposable
{
    private readonly KernelProcess kernel = new();

    public void Dispose() => kernel.Dispose();

    private static string Status(JsonObject reply) => reply["status"]!.GetValue<string>();

    private string? Value(string expression) => KernelProcess.Printed(kernel.Run($"Console.Write({expression});").Seen);

    private string Begin(string code)
    {
        var id = kernel.Execute($"Console.WriteLine(1); {code}");
        while (kernel.Next(id).Type != "stream") { }
        return id;
    }

    private void Interrupt(string id)
    {
        kernel.Interrupt();
        Assert.Equal("Interrupted", kernel.Reply(id)["ename"]!.GetValue<string>());
    }

    [Fact]
    public void A_message_stops_the_running_cell_and_variables_survive()
    {
        kernel.Run("var kept = 41; var turns = 0L;");
        var id = Begin("kept++; while (true) turns++;");
        Interrupt(id);
        Assert.Equal("error", kernel.Seen(id)[^1].Type);
        Assert.Equal("42 True", Value("kept + \" \" + (turns > 0)"));
    }

    [Theory]
    [InlineData("System.Threading.Thread.Sleep(-1);"), InlineData("await System.Threading.Tasks.Task.Delay(-1);"),
        InlineData("new System.Threading.ManualResetEvent(false).WaitOne();")]
    public void A_cell_that_waits_is_stopped_too(string waiting)
    {
        Interrupt(Begin(waiting));
        Assert.Equal("7", Value("7"));
    }

    [Theory]
    [InlineData("while (true) { }"), InlineData("System.Threading.Thread.Sleep(-1);"),
        InlineData("await System.Threading.Tasks.Task.Delay(-1);"),
        InlineData("await System.Threading.Tasks.Task.Yield(); while (true) { }")]
    public void A_burst_of_interrupts_stops_one_cell_and_not_the_next(string endless)
    {
        for (var i = 0; i < 20; i++)
        {
            var id = Begin(endless);
            for (var k = 0; k < 20; k++) kernel.Send("interrupt_request", [], onControl: true); // nobody waits for the replies
            Assert.Equal("Interrupted", kernel.Reply(id)["ename"]!.GetValue<string>());
            Assert.Equal($"{i}", Value($"{i}"));
        }
    }

    [Fact]
    public void The_interrupt_signal_does_the_same()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        Assert.SkipWhen(File.Exists("/proc/self/status") && IgnoresInterrupt(),
            "this process was started with SIGINT ignored, and its children inherit that");
        var id = Begin("while (true) { }");
        Process.Start("kill", ["-INT", $"{kernel.Process.Id}"]).WaitForExit();
        Assert.Equal("Interrupted", kernel.Reply(id)["ename"]!.GetValue<string>());
        Assert.Equal("7", Value("7"));
    }

    [Fact]
    public void Computing_after_an_await_is_stopped()
    {
        kernel.Run("var turns = 0L;");
        Interrupt(Begin("await Task.Yield(); while (true) turns++;"));
        kernel.Run("var before = turns; System.Threading.Thread.Sleep(300);");
        Assert.Equal("True", Value("turns == before"));
    }

    [Theory]
    [InlineData("var x = 1;", "var x = 2;", "1"), InlineData("var x = false;", "x = true;", "False")]
    public void What_follows_an_await_is_not_run_after_an_interrupt(string before, string after, string expected)
    {
        kernel.Run($"{before} var gate = new TaskCompletionSource();");
        Interrupt(Begin($"await gate.Task; {after}"));
        kernel.Run("var y = 5; gate.SetResult(); await Task.Delay(300);");
        Assert.Equal($"{expected} 5", Value("x + \" \" + y"));
    }

    [Fact]
    public void A_file_whose_import_was_interrupted_can_be_imported_again()
    {
        File.WriteAllText(Path.Combine(kernel.Folder, "slow.csx"), "Console.WriteLine(1); await Task.Delay(-1);");
        var id = kernel.Execute("#!import slow.csx");
        while (kernel.Next(id).Type != "stream") { }
        Interrupt(id);
        File.WriteAllText(Path.Combine(kernel.Folder, "slow.csx"), "var quick = 7;");
        Assert.Equal("ok", Status(kernel.Run("#!import slow.csx").Reply));
        Assert.Equal("7", Value("quick"));
    }

    private static bool IgnoresInterrupt() =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is var line
            && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 2) != 0;
}
