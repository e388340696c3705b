using System.Diagnostics;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using SuperResolution.Workbench.Kernel;

namespace SuperResolution.Workbench.Tests.Kernel;

/// <summary>One kernel for all tests of the class, as one notebook would use it.</summary>
public sealed class JupyterKernelTests : IDisposable
{
    private readonly KernelProcess kernel = new();

    public void Dispose() => kernel.Dispose();

    private static string Status(JsonObject reply) => reply["status"]!.GetValue<string>();

    private string? Value(string expression) =>
        kernel.Run($"Console.Write({expression});") is var (_, seen) ? KernelProcess.Printed(seen) : null;

    [Fact]
    public void Output_comes_while_the_cell_runs()
    {
        var id = kernel.Execute("Console.WriteLine(\"first\"); var line = Console.ReadLine(); Console.WriteLine(line + line);",
            allowStdin: true);
        (string Type, JsonObject Content) next;
        while ((next = kernel.Next(id)).Type != "stream") { }
        Assert.Equal("first\n", next.Content["text"]!.GetValue<string>()); // the cell still waits for its input
        kernel.Answer("ab");
        Assert.Equal("ok", Status(kernel.Reply(id)));
        Assert.Equal("abab\n", KernelProcess.Printed(kernel.Seen(id)));
    }

    [Fact]
    public void Without_a_reader_a_cell_that_asks_is_told_so()
    {
        var (reply, _) = kernel.Run("Console.ReadLine()");
        Assert.Equal(("error", "InvalidOperationException"), (Status(reply), reply["ename"]!.GetValue<string>()));
        Assert.Contains("takes no input", reply["evalue"]!.GetValue<string>());
    }

    [Fact]
    public void An_error_has_a_traceback_with_the_line_and_aborts_what_was_sent_after_it()
    {
        var first = kernel.Execute("var a = 1;\nthrow new Exception(\"no\");");
        var (second, third) = (kernel.Execute("Console.Write(2);"), kernel.Execute("Console.Write(3);"));
        var reply = kernel.Reply(first);
        Assert.Equal("Exception", reply["ename"]!.GetValue<string>());
        Assert.Contains("cell 1, line 2: throw new Exception", reply["traceback"]!.AsArray()[1]!.GetValue<string>());
        Assert.Equal(("aborted", "aborted"), (Status(kernel.Reply(second)), Status(kernel.Reply(third))));
        Assert.Equal("4", Value("4"));
    }

    [Fact]
    public void With_stop_on_error_off_the_others_run()
    {
        var (first, second) = (kernel.Execute("nonsense", stopOnError: false), kernel.Execute("Console.Write(2);"));
        var reply = kernel.Reply(first);
        Assert.Equal("error CS0103", reply["ename"]!.GetValue<string>());
        Assert.Equal("    ^~~~~~~~", reply["traceback"]!.AsArray()[2]!.GetValue<string>());
        Assert.Equal("ok", Status(kernel.Reply(second)));
    }

    [Fact]
    public void A_value_is_shown_changed_and_cleared_in_place()
    {
        var (_, seen) = kernel.Run("var shown = \"one\".Display(); shown.Update(\"two\"); CellScreen.Clear(wait: true); \"three\"");
        Assert.Equal(["execute_input", "display_data", "update_display_data", "clear_output", "execute_result"], seen.Select(m => m.Type));
        Assert.Equal("two", seen[2].Content["data"]!["text/plain"]!.GetValue<string>());
        Assert.Equal(seen[1].Content["transient"]!["display_id"]!.GetValue<string>(),
            seen[2].Content["transient"]!["display_id"]!.GetValue<string>());
        Assert.True(seen[3].Content["wait"]!.GetValue<bool>());
        Assert.Equal(1, seen[4].Content["execution_count"]!.GetValue<int>());
    }

    [Fact]
    public void A_value_that_tells_of_its_changes_is_drawn_anew_but_not_a_thousand_times()
    {
        var (_, seen) = kernel.Run("""
            class Counter : System.ComponentModel.INotifyPropertyChanged
            {
                public event System.ComponentModel.PropertyChangedEventHandler PropertyChanged;
                public int N;
                public void Up() { N++; PropertyChanged?.Invoke(this, new(nameof(N))); }
                public override string ToString() => $"at {N}";
                public string ToHtml() => $"<b>{N}</b>";
            }
            var counter = new Counter();
            counter.Display();
            for (var i = 0; i < 1000; i++) counter.Up();
            """);
        var changes = seen.Where(m => m.Type == "update_display_data").ToList();
        Assert.InRange(changes.Count, 1, 20);
        Assert.Contains("1000", changes[^1].Content["data"]!.AsObject().First().Value!.GetValue<string>());
    }

    [Fact]
    public void A_training_draws_its_chart_and_its_progress_in_place()
    {
        Assert.Equal("ok", Status(kernel.Run($"#!import {Path.Combine(Checkout.Root, "notebooks", "_kit.csx")}").Reply));
        var (reply, seen) = kernel.Run("""
            var recipe = SrcnnRecipe.Smoke with { Steps = 12 };
            var network = recipe.NewNetwork();
            var training = new Trainer(recipe, network, recipe.NewLoss(), recipe.Batches([SyntheticImages.Facade(1, 120, 120)]));
            var view = TrainingView.Of(training, every: 1);
            view.Display();
            training.Run(step => { view.OnStep(step); System.Threading.Thread.Sleep(100); });
            """);
        Assert.True(Status(reply) == "ok", reply.ToJsonString());
        Assert.Single(seen, m => m.Type == "display_data");
        var changes = seen.Where(m => m.Type == "update_display_data").Select(m => m.Content["data"]!["text/html"]!.GetValue<string>())
            .ToList();
        Assert.InRange(changes.Count, 2, 12);
        Assert.All(changes, html => Assert.Contains("<progress", html));
        Assert.Contains("aria-label=\"step 12 of 12\"", changes[^1]);
        Assert.Contains("Plotly.newPlot", changes[^1]);
    }

    [Fact]
    public void A_million_lines_are_cut_and_the_kernel_goes_on()
    {
        var (reply, seen) = kernel.Run("for (var i = 0; i < 1_000_000; i++) Console.WriteLine($\"line {i}\");");
        Assert.Equal("ok", Status(reply));
        Assert.Equal(1_000_000, KernelProcess.Printed(seen).Length);
        Assert.Contains("the rest is not kept", KernelProcess.Printed(seen, "stderr"));
        Assert.InRange(seen.Count, 3, 500); // in bundles
        Assert.Equal("7", Value("7"));
    }

    [Fact]
    public void A_tensor_larger_than_the_machine_is_an_error_of_the_cell()
    {
        Assert.Equal("ok", Status(kernel.Run($"#!import {Path.Combine(Checkout.Root, "notebooks", "_kit.csx")}").Reply));
        var reply = kernel.Run("var huge = torch.zeros(1L << 46);").Reply;
        Assert.Equal("error", Status(reply));
        Assert.Contains("allocate", reply["evalue"]!.GetValue<string>());
        Assert.Equal("7", Value("7"));
    }

    [Fact]
    public void A_thread_that_fails_ends_alone()
    {
        kernel.Run("var thread = new System.Threading.Thread(() => throw new Exception(\"in a thread\")); thread.Start(); thread.Join();");
        Assert.Equal("7", Value("7"));
    }

    [Fact]
    public void Silent_cells_show_and_count_nothing()
    {
        var (reply, seen) = kernel.Run("1 + 1", silent: true);
        Assert.Equal(("ok", 0), (Status(reply), reply["execution_count"]!.GetValue<int>()));
        Assert.Empty(seen);
    }

    [Fact]
    public void Messages_signed_with_another_key_are_ignored()
    {
        kernel.Send("execute_request", new JsonObject { ["code"] = "System.IO.File.WriteAllText(\"evil\", \"\");" },
            signedBy: new MessageCodec("another key"));
        kernel.Send("execute_request", new JsonObject { ["code"] = "System.IO.File.WriteAllText(\"evil\", \"\");" },
            signedBy: new MessageCodec(""));
        Assert.Equal("7", Value("7"));
        Assert.False(File.Exists(Path.Combine(kernel.Folder, "evil")));
    }

    [Fact]
    public void A_message_that_somebody_sends_again_does_not_run_again()
    {
        kernel.Run("var runs = 0;");
        var content = new JsonObject { ["code"] = "runs++;", ["silent"] = false };
        var frames = new MessageCodec("a key")
            .Write(new JupyterMessage([], new JsonObject { ["msg_type"] = "execute_request", ["msg_id"] = "once" }, [], content));
        using var recorded = new DealerSocket($">tcp://127.0.0.1:{kernel.Ports[0]}");
        for (var i = 0; i < 3; i++) KernelProcess.Send(recorded, frames);
        NetMQMessage? reply = null;
        Assert.True(recorded.TryReceiveMultipartMessage(TimeSpan.FromMinutes(3), ref reply));
        using var control = new DealerSocket($">tcp://127.0.0.1:{kernel.Ports[3]}"); // another channel does not make it new
        KernelProcess.Send(control, frames);
        Assert.False(recorded.TryReceiveMultipartMessage(TimeSpan.FromSeconds(1), ref reply));
        Assert.Equal("1", Value("runs"));
    }

    [Theory]
    [InlineData("Console.SetOut(new System.IO.StringWriter());"),
        InlineData("Console.SetOut(System.IO.TextWriter.Null); Console.SetError(System.IO.TextWriter.Null); " +
            "Console.SetIn(System.IO.TextReader.Null);"), InlineData("Console.InputEncoding = Console.OutputEncoding = Encoding.ASCII;")]
    public void A_cell_that_tells_the_console_to_write_elsewhere_does_not_silence_the_next(string code)
    {
        Assert.Equal("ok", Status(kernel.Run(code).Reply));
        var id = kernel.Execute("Console.Write(1); Console.Error.Write(2); Console.Write(Console.ReadLine());", allowStdin: true);
        kernel.Answer("3");
        kernel.Reply(id);
        var seen = kernel.Seen(id);
        Assert.Equal(("13", "2"), (KernelProcess.Printed(seen), KernelProcess.Printed(seen, "stderr")));
    }

    [Fact]
    public void Half_an_emoji_in_an_input_box_is_an_answer_and_printing_one_is_an_output()
    {
        var id = kernel.Execute("Console.Write(Console.ReadLine().Length); Console.Write('\\ud83d');", allowStdin: true);
        kernel.Answer("x\ud83d"); // .NET's JSON writes it as it is read: replaced
        Assert.Equal("ok", Status(kernel.Reply(id)));
        Assert.Equal("2\uFFFD", KernelProcess.Printed(kernel.Seen(id)));
    }

    [Fact]
    public void An_answer_that_nobody_asked_for_is_no_answer_to_the_next_question()
    {
        var id = kernel.Execute("Console.Write(Console.ReadLine());", allowStdin: true);
        kernel.Answer("first", times: 3);
        kernel.Reply(id);
        var next = kernel.Execute("Console.Write(Console.ReadLine());", allowStdin: true);
        kernel.Answer("second");
        kernel.Reply(next);
        Assert.Equal("second", KernelProcess.Printed(kernel.Seen(next)));
    }

    [Fact]
    public void The_folder_of_the_notebook_may_be_renamed_or_left()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not rename a folder that is in use");
        using var there = new KernelProcess(below: "old");
        there.Run("var kept = 42;");
        Directory.Move(Path.Combine(there.Folder, "old"), Path.Combine(there.Folder, "new"));
        File.WriteAllText(Path.Combine(there.Folder, "new", "note.txt"), "beside");
        File.WriteAllText(Path.Combine(there.Folder, "new", "seven.csx"), "var seven = 7;");
        Assert.Equal("ok", Status(there.Run("#!import seven.csx").Reply));
        var (reply, seen) = there.Run("System.IO.Directory.SetCurrentDirectory(\"/\"); Console.Write(kept + seven);");
        Assert.Equal(("ok", "49"), (Status(reply), KernelProcess.Printed(seen)));
        Assert.Equal("beside", KernelProcess.Printed(there.Run("Console.Write(System.IO.File.ReadAllText(\"note.txt\"));").Seen));
        Directory.Delete(Path.Combine(there.Folder, "new"), recursive: true);
        Assert.Equal("42", KernelProcess.Printed(there.Run("Console.Write(kept);").Seen));
    }

    [Fact]
    public void Directives_work_relative_to_the_notebook()
    {
        File.WriteAllText(Path.Combine(kernel.Folder, "twice.csx"), "int Twice(int x) => 2 * x;");
        Assert.Equal("ok", Status(kernel.Run("#!import twice.csx").Reply));
        Assert.Equal("14", Value("Twice(7)"));
        var (_, seen) = kernel.Run("#!time\nawait System.Threading.Tasks.Task.Yield();");
        Assert.StartsWith("Wall time: ", seen[^1].Content["data"]!["text/plain"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Math.Ma|", "Max"), InlineData("\"x\".ToUpp|", "ToUpperInvariant"), InlineData("earl|", "earlier"),
        InlineData("earlier.Whe|", "Where"), InlineData("using System.Collections.Gen|", "Generic")]
    [InlineData("#!time\nvar π = 1; Math.Abs(π|", "π"), InlineData("Displ|", "DisplayedValue"), InlineData("foreac|", "foreach"),
        InlineData("earlier.\nint y = 1;|", null), InlineData("// Math.Ma|", null), InlineData("\"Math.Ma|\"", null)]
    public void Names_are_completed(string code, string? expected)
    {
        kernel.Run("var earlier = new List<int>();");
        var cursor = code[..code.IndexOf('|')].EnumerateRunes().Count();
        var reply = kernel.Reply(kernel.Send(
            "complete_request", new JsonObject { ["code"] = code.Replace("|", ""), ["cursor_pos"] = cursor }));
        var matches = reply["matches"]!.AsArray().Select(m => m!.GetValue<string>()).ToList();
        if (expected is null) Assert.DoesNotContain("Max", matches);
        else Assert.Contains(expected, matches);
        Assert.Equal(cursor, reply["cursor_end"]!.GetValue<int>());
        Assert.All(matches, match => Assert.StartsWith(
            string.Concat(code.EnumerateRunes().Skip(reply["cursor_start"]!.GetValue<int>())
            .Take(cursor - reply["cursor_start"]!.GetValue<int>())), match, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Help_has_the_declaration_and_the_documentation()
    {
        kernel.Run($"#r \"{Path.Combine(AppContext.BaseDirectory, "SuperResolution.dll")}\"\nusing SuperResolution.Imaging;");
        var reply = kernel.Reply(kernel.Send(
            "inspect_request", new JsonObject { ["code"] = "Picture.Load", ["cursor_pos"] = 10, ["detail_level"] = 0 }));
        var text = reply["data"]!["text/plain"]!.GetValue<string>();
        Assert.Contains("Picture Picture.Load(string path)", text);
        Assert.Contains("Loads PNG, JPEG, BMP or WebP; see Picture.Decode.", text);
        Assert.False(kernel.Reply(kernel.Send(
            "inspect_request", new JsonObject { ["code"] = "nothing", ["cursor_pos"] = 3 }))["found"]!.GetValue<bool>());
    }

    [Fact]
    public void Shutdown_ends_the_process_also_while_a_cell_runs()
    {
        kernel.Execute("while (true) { }");
        Assert.Equal("ok", Status(kernel.Reply(
            kernel.Send("shutdown_request", new JsonObject { ["restart"] = false }, onControl: true), onControl: true)));
        Assert.True(kernel.Process.WaitForExit(TimeSpan.FromMinutes(3)));
        Assert.Equal(0, kernel.Process.ExitCode);
    }

    [Fact]
    public void A_kernel_whose_server_was_killed_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs sleep");
        using var server = Process.Start("sleep", ["600"]);
        using var orphan = new KernelProcess(environment: new Dictionary<string, string> { ["JPY_PARENT_PID"] = $"{server.Id}" });
        server.Kill();
        server.WaitForExit();
        Assert.True(orphan.Process.WaitForExit(TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public void A_server_that_has_ended_and_is_not_taken_notice_of_does_not_keep_a_kernel()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a process that leaves its children as zombies");
        using var careless = Process.Start(
            new ProcessStartInfo("sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]) { RedirectStandardOutput = true })!;
        var server = int.Parse(careless.StandardOutput.ReadLine()!);
        try
        {
            using var orphan = new KernelProcess(environment: new Dictionary<string, string> { ["JPY_PARENT_PID"] = $"{server}" });
            using var process = Process.GetProcessById(server);
            process.Kill();
            Assert.True(orphan.Process.WaitForExit(TimeSpan.FromMinutes(3)));
            Assert.Contains("\nState:\tZ", File.ReadAllText($"/proc/{server}/status"));
        }
        finally
        {
            careless.Kill();
        }
    }

    [Fact]
    public void Unknown_requests_are_answered_and_comms_closed()
    {
        Assert.Equal("error", Status(kernel.Reply(kernel.Send("dance_request", []))));
        var id = kernel.Send("comm_open", new JsonObject { ["comm_id"] = "c", ["target_name"] = "widget", ["data"] = new JsonObject() });
        Assert.Equal("comm_close", kernel.Seen(id).Single().Type);
    }
}
