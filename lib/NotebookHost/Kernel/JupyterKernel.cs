using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Kernel;

/// <summary>A Jupyter kernel for C#: the workbench's script engine behind the Jupyter messaging protocol.</summary>
internal sealed class JupyterKernel : IDisposable
{
    private readonly BlockingCollection<(Channel Channel, JupyterMessage Request)> requests = [];
    private readonly History history = new();
    private readonly Task warming;
    private readonly KernelSockets sockets;
    private readonly Conversation conversation;
    private readonly CodeAssistant assistant;
    private readonly CellExecution cells;
    private volatile bool stopping;
    private volatile Thread? worker;

    /// <summary>Binds the sockets; <see cref="Run"/> serves them.</summary>
    public JupyterKernel(ConnectionFile connection)
    {
        var engine = new ScriptEngine(Directory.GetCurrentDirectory());
        warming = new Task(engine.Warm, TaskCreationOptions.LongRunning);
        sockets = new KernelSockets(connection, Receive);
        conversation = new Conversation(sockets);
        assistant = new CodeAssistant(engine);
        cells = new CellExecution(conversation, engine, assistant, history);
    }

    /// <summary>Serves front ends until one of them asks for the end.</summary>
    public void Run()
    {
        KernelHost.Prepare();
        using var orphaned = KernelHost.EndWithParent();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            cells.Interrupt();
        });
        StartWorker();
        conversation.Status(null, "starting");
        warming.Start(); // while the front end opens, and not before it can be answered
        sockets.Run();
        requests.CompleteAdding();
        worker?.Join(TimeSpan.FromSeconds(1)); // a cell that does not end does not hold the process
    }

    public void Dispose() => sockets.Dispose();

    /// <summary>On a socket's thread: what must not wait is done here, everything else waits for its turn.</summary>
    private void Receive(Channel channel, JupyterMessage message)
    {
        if (channel == Channel.Stdin)
        {
            if (message.Type == "input_reply") cells.Answer(message.Text("value") ?? "");
        }
        // (Who the kernel is can be said before it is warm: front ends wait for that.)
        else if (channel == Channel.Control || message.Type is "shutdown_request" or "interrupt_request"
            || (message.Type == "kernel_info_request" && !warming.IsCompleted))
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
        // Never beside a cell: compilations of scripts at the same time may take .NET's own types for different ones. (What fails in it
        // fails in the first cell again, which says so.)
        Task.WhenAny(warming).Wait();
        foreach (var (channel, request) in requests.GetConsumingEnumerable())
        {
            try
            {
                Serve(channel, request);
            }
            catch (Exception)
            {
                // not even a reply could be made; the next request must find a thread
            }
            if (!StoppableCode.IsSpent) continue;
            StartWorker();
            return;
        }
    }

    private void StartWorker()
    {
        worker = new Thread(Work, maxStackSize: 16 << 20) { IsBackground = true, Name = "cells" };
        worker.Start();
    }

    private void Serve(Channel channel, JupyterMessage request)
    {
        conversation.Status(request.Header, "busy");
        try
        {
            if (request.Type == "execute_request") Execute(channel, request);
            else if (request.Type.EndsWith("_request", StringComparison.Ordinal)) Reply(channel, request, Answer(request));
            else if (request.Type == "comm_open")
                conversation.Publish(request.Header, "comm_close",
                    new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        }
        catch (Exception error) // the next request must find the kernel alive
        {
            Reply(channel, request, Replies.Failure(
                cells.Count, new CellError(error.GetType().Name, error.Message, [error.ToString()], null)));
        }
        finally
        {
            conversation.Status(request.Header, "idle");
        }
        if (stopping) sockets.Stop();
    }

    private void Reply(Channel channel, JupyterMessage request, JsonObject content) =>
        conversation.Reply(channel, request, request.Type.Replace("_request", "_reply"), content);

    private JsonObject Answer(JupyterMessage request) => request.Type switch
    {
        "kernel_info_request" => Replies.KernelInfo,
        "complete_request" => assistant.Complete(request.Text("code") ?? "", request.Number("cursor_pos", 0)),
        "inspect_request" => assistant.Inspect(request.Text("code") ?? "", request.Number("cursor_pos", 0)),
        "is_complete_request" => CodeAssistant.IsComplete(request.Text("code") ?? ""),
        "history_request" => history.Answer(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        "interrupt_request" => Interrupt(),
        "shutdown_request" => Shutdown(request.Flag("restart", false)),
        _ => Replies.Failure(cells.Count, new CellError("NotSupported", $"The kernel does not know {request.Type}.", [], null)),
    };

    private JsonObject Interrupt()
    {
        cells.Interrupt();
        return Replies.Ok;
    }

    private JsonObject Shutdown(bool restart)
    {
        stopping = true;
        cells.Interrupt();
        return new JsonObject { ["status"] = "ok", ["restart"] = restart };
    }

    private void Execute(Channel channel, JupyterMessage request)
    {
        var (reply, abortsOthers) = cells.Run(request);
        // Taken before the reply: what the front end sends after it is meant to run.
        var waiting = abortsOthers ? TakeWaiting() : [];
        Reply(channel, request, reply);
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
        Reply(channel, request, Replies.Aborted(cells.Count));
        conversation.Status(request.Header, "idle");
    }
}
