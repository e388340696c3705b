using System.Text.Json.Nodes;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>Cells that take too much, or go on when they should be over.</summary>
public sealed class KernelLimitsTests : IDisposable
{
    // 1 GB instead of three quarters of the machine
    private readonly KernelProcess kernel = new(environment: new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x40000000" });

    public void Dispose() => kernel.Dispose();

    private static string Status(JsonObject reply) => reply["status"]!.GetValue<string>();

    private string? Value(string expression) => KernelProcess.Printed(kernel.Run($"Console.Write({expression});").Seen);

    [Theory]
    [InlineData("var all = new List<byte[]>();", "while (true) all.Add(new byte[1 << 20]);")]
    [InlineData("var all = new List<object>();", "while (true) all.Add(new int[100]);")]
    public void Managed_memory_without_end_is_an_error_of_the_cell_and_the_kernel_goes_on(string declaration, string loop)
    {
        kernel.Run(declaration);
        Assert.Equal("OutOfMemoryException", kernel.Run(loop).Reply["ename"]!.GetValue<string>());
        var (kept, printed) = kernel.Run("Console.Write(all.Count > 100);"); // variables survive, and with them what they hold
        Assert.True(KernelProcess.Printed(printed) == "True", kept.ToJsonString());
        Assert.Equal("ok", Status(kernel.Run("all = null; GC.Collect();").Reply));
        var (reply, seen) = kernel.Run("Console.Write(new byte[100 << 20].Length);");
        Assert.True(KernelProcess.Printed(seen) == "104857600", reply.ToJsonString());
        Assert.Equal("OutOfMemoryException",
            kernel.Run("var more = new List<byte[]>(); while (true) more.Add(new byte[1 << 20]);").Reply["ename"]!.GetValue<string>());
        Assert.Equal("7", Value("7"));
    }

    [Fact]
    public void Memory_grows_with_the_number_of_cells_and_not_with_its_square()
    {
        long Held() => long.Parse(Value("GC.GetTotalMemory(true)")!);
        kernel.Run("var n = 0;");
        for (var i = 0; i < 20; i++) kernel.Run("n++; n");
        var before = Held();
        for (var i = 0; i < 100; i++) kernel.Run("n++; n");
        Assert.Equal("120", Value("n"));
        Assert.InRange(Held() - before, long.MinValue, 15L << 20); // as 300 MB after 2,000
    }

    [Fact]
    public void A_recursion_without_end_ends_the_process_and_says_why()
    {
        kernel.Execute("int Deeper(int n) => Deeper(n + 1) + 1; Deeper(0)");
        Assert.True(kernel.Process.WaitForExit(TimeSpan.FromMinutes(3))); // so that the front end starts another
        Assert.Contains("Stack overflow", kernel.Process.StandardError.ReadToEnd());
    }

    [Fact]
    public void A_cell_may_wait_for_its_own_asynchronous_work()
    {
        // With a context that runs everything on the cell's thread this would never end.
        kernel.Run("async Task<int> Later() { await Task.Delay(20); await Task.Yield(); return 7; }");
        Assert.Equal("7 7", Value("Later().Result + \" \" + await Later()"));
    }

    [Fact]
    public void What_a_thread_prints_after_the_end_of_its_cell_is_shown_below_it()
    {
        var id = kernel.Execute("new System.Threading.Thread(() => { while (!System.IO.File.Exists(\"go\")) " +
            "System.Threading.Thread.Sleep(10); Console.WriteLine(\"late\"); }) { IsBackground = true }.Start();");
        kernel.Reply(id);
        kernel.Seen(id);
        File.WriteAllText(Path.Combine(kernel.Folder, "go"), "");
        var (type, content) = kernel.Next(id);
        Assert.Equal(("stream", "late\n"), (type, content["text"]!.GetValue<string>()));
    }
}
