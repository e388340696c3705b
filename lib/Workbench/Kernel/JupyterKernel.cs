using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Kernel;

/// <summary>A Jupyter kernel for C#: the workbench's script engine behind the Jupyter messaging protocol.</summary>
internal sealed class JupyterKernel : IDisposable
{
    private readonly KernelSockets sockets;
    private readonly Conversation conversation;
    private readonly BlockingCollection<(Channel Channel, JupyterMessage Request)> requests = [];
    private readonly BlockingCollection<string> answers = [];
    private readonly CellThread cells = new();
    private readonly History history = new();
    private readonly ScriptEngine engine;
    private readonly CodeAssistant assistant;
    private readonly string folder = Directory.GetCurrentDirectory();
    private (Channel Channel, JupyterMessage Request)? executing;
    private int count;
    private volatile bool stopping, warm;

    /// <summary>Binds the sockets; <see cref="Run"/> serves them.</summary>
    public JupyterKernel(ConnectionFile connection)
    {
        sockets = new KernelSockets(connection, Receive);
        conversation = new Conversation(sockets);
        engine = new ScriptEngine(folder);
        assistant = new CodeAssistant(engine);
    }

    /// <summary>Serves front ends until one of them asks for the end.</summary>
    public void Run()
    {
        Console.SetIn(new KernelInput(Ask));
        ExceptionHandling.SetUnhandledExceptionHandler(Survive);
        GiveWay();
        using var orphaned = new Timer(_ => EndWithParent(), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            cells.Interrupt();
        });
        var worker = new Thread(Work, maxStackSize: 16 << 20) { IsBackground = true, Name = "cells" };
        worker.Start();
        conversation.Status(null, "starting");
        sockets.Run();
        requests.CompleteAdding();
        worker.Join(TimeSpan.FromSeconds(1)); // a cell that does not end does not hold the process
    }

    public void Dispose() => sockets.Dispose();

    /// <summary>On the sockets' thread: what must not wait is done here, everything else waits for its turn.</summary>
    private void Receive(Channel channel, JupyterMessage message)
    {
        if (channel == Channel.Stdin)
        {
            if (message.Type == "input_reply") answers.Add(message.Text("value") ?? "");
        }
        // (Who the kernel is can be said before it is warm: front ends wait for that.)
        else if (channel == Channel.Control || message.Type is "shutdown_request" or "interrupt_request" || (message.Type == "kernel_info_request" && !warm))
        {
            Serve(channel, message);
        }
        else if (!requests.IsAddingCompleted)
        {
            requests.Add((channel, message));
        }
    }

    private void Work()
    {
        engine.Warm(); // while the front end opens; never beside a cell: compilations at the same time may take .NET's own types for different ones
        warm = true;
        foreach (var (channel, request) in requests.GetConsumingEnumerable()) Serve(channel, request);
    }

    private void Serve(Channel channel, JupyterMessage request)
    {
        conversation.Status(request.Header, "busy");
        try
        {
            if (request.Type == "execute_request") Execute(channel, request);
            else if (request.Type.EndsWith("_request", StringComparison.Ordinal)) conversation.Reply(channel, request, request.Type.Replace("_request", "_reply"), Answer(request));
            else if (request.Type == "comm_open") conversation.Publish(request.Header, "comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        }
        catch (Exception error) // the next request must find the kernel alive
        {
            conversation.Reply(channel, request, request.Type.Replace("_request", "_reply"), Failure(new CellError(error.GetType().Name, error.Message, [error.ToString()], null)));
        }
        finally
        {
            conversation.Status(request.Header, "idle");
        }
        if (stopping) sockets.Stop();
    }

    private JsonObject Answer(JupyterMessage request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo(),
        "complete_request" => assistant.Complete(request.Text("code") ?? "", request.Number("cursor_pos", 0)),
        "inspect_request" => assistant.Inspect(request.Text("code") ?? "", request.Number("cursor_pos", 0)),
        "is_complete_request" => CodeAssistant.IsComplete(request.Text("code") ?? ""),
        "history_request" => history.Answer(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        "interrupt_request" => Interrupt(),
        "shutdown_request" => Shutdown(request.Flag("restart", false)),
        _ => Failure(new CellError("NotSupported", $"The kernel does not know {request.Type}.", [], null)),
    };

    private static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Conversation.ProtocolVersion,
        ["implementation"] = "super-resolution-workbench",
        ["implementation_version"] = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "13.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"C# 13 on {RuntimeInformation.FrameworkDescription}, the super-resolution kit's kernel",
        ["help_links"] = new JsonArray(),
        ["debugger"] = false,
    };

    private JsonObject Interrupt()
    {
        cells.Interrupt();
        answers.Add(""); // a cell that waits for input waits no longer
        return new JsonObject { ["status"] = "ok" };
    }

    private JsonObject Shutdown(bool restart)
    {
        stopping = true;
        cells.Interrupt();
        return new JsonObject { ["status"] = "ok", ["restart"] = restart };
    }

    private void Execute(Channel channel, JupyterMessage request)
    {
        var code = (request.Text("code") ?? "").ReplaceLineEndings("\n");
        var silent = request.Flag("silent", false);
        if (!silent && request.Flag("store_history", true)) count++;
        if (!silent) conversation.Publish(request.Header, "execute_input", new JsonObject { ["code"] = request.Text("code") ?? "", ["execution_count"] = count });
        if (CodeAssistant.AsksForHelp(code) is { } name)
        {
            conversation.Reply(channel, request, "execute_reply", Success(new JsonObject { ["source"] = "page", ["data"] = assistant.Describe(name), ["start"] = 0 }));
            return;
        }

        string? result = null;
        using var output = new StreamedOutput((type, content) =>
        {
            if (type == "execute_result") result = content["data"]?["text/plain"]?.GetValue<string>();
            if (type == "error" && cells.IsStopping) return; // what the interrupt looked like to the cell
            if (!silent || type is not ("execute_result" or "display_data")) conversation.Publish(request.Header, type, content);
        });
        while (answers.TryTake(out _)) { } // of a question that nobody waits for any more
        executing = (channel, request);
        CellError? error = null;
        if (!cells.Run(async () => error = await engine.RunAsync(code, count, output)))
        {
            output.Complete();
            error = new CellError("Interrupted", "The cell was interrupted.", ["The cell was interrupted. Variables of earlier cells are as it left them."], null);
            output.Fail(error);
        }
        output.Flush();
        executing = null;
        Directory.SetCurrentDirectory(folder);
        if (!silent && request.Flag("store_history", true)) history.Add(count, code, result);
        // Taken before the reply: what the front end sends after it is meant to run.
        var waiting = error is not null && request.Flag("stop_on_error", true) ? TakeWaiting() : [];
        conversation.Reply(channel, request, "execute_reply", error is null ? Success() : Failure(error));
        foreach (var (from, aborted) in waiting) Abort(from, aborted);
    }

    private List<(Channel Channel, JupyterMessage Request)> TakeWaiting()
    {
        var waiting = new List<(Channel, JupyterMessage)>();
        while (requests.TryTake(out var next)) waiting.Add(next);
        return waiting;
    }

    /// <summary>After an error the cells that were sent together with the failed one do not run; everything else is served.</summary>
    private void Abort(Channel channel, JupyterMessage request)
    {
        if (request.Type != "execute_request")
        {
            Serve(channel, request);
            return;
        }
        conversation.Status(request.Header, "busy");
        conversation.Reply(channel, request, "execute_reply", new JsonObject { ["status"] = "aborted", ["execution_count"] = count });
        conversation.Status(request.Header, "idle");
    }

    private JsonObject Success(JsonObject? page = null) => new()
    {
        ["status"] = "ok",
        ["execution_count"] = count,
        ["user_expressions"] = new JsonObject(),
        ["payload"] = page is null ? [] : new JsonArray(page),
    };

    private JsonObject Failure(CellError error)
    {
        var content = StreamedOutput.Error(error);
        content["status"] = "error";
        content["execution_count"] = count;
        return content;
    }

    /// <summary>What a thread of a cell throws ends that thread and not the kernel.</summary>
    private static bool Survive(Exception error)
    {
        Console.Error.WriteLine($"A thread that a cell started ended with {error.GetType().Name}: {error.Message}"); // into the running cell, where the thread knows it
        return true;
    }

    /// <summary>Jupyter's servers name their process: a kernel whose server was killed must not stay for ever.</summary>
    private static void EndWithParent()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var parent) || parent <= 1) return;
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(parent);
        }
        catch (ArgumentException)
        {
            Environment.Exit(1);
        }
    }

    /// <summary>When memory runs out, Linux shall end the kernel and not the browser or the server.</summary>
    private static void GiveWay()
    {
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/oom_score_adj", "600");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // then not
        }
    }

    private string Ask()
    {
        if (executing is not { } cell || !cell.Request.Flag("allow_stdin", false))
            throw new InvalidOperationException("This front end takes no input (it runs the notebook without a reader). Assign a value instead of reading one.");
        ConsoleRouter.Current?.Flush(); // the question that was printed comes before the box
        conversation.Reply(Channel.Stdin, cell.Request, "input_request", new JsonObject { ["prompt"] = "", ["password"] = false });
        return answers.Take();
    }
}
