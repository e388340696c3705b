using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SuperResolution.Workbench.Notebooks;

namespace SuperResolution.Workbench.Kernel;

/// <summary>
/// Answers execute_request: runs cells one after the other, counts them, passes on what they show and what the reader answers them.
/// </summary>
internal sealed class CellExecution(Conversation conversation, ScriptEngine engine, CodeAssistant assistant, History history)
{
    private const int Reserve = 64 << 20;

    private readonly CellThread cells = new();
    private readonly WorkingFolder folder = new();
    // for the time after a cell that used up all memory: never touched, so it costs none
    private byte[]? reserve = GC.AllocateUninitializedArray<byte>(Reserve);
    private volatile Question? executing;
    private KernelInput? input;
    private bool tight; // a cell has used up the memory, and its variables still hold it

    /// <summary>The number of the last cell that was counted.</summary>
    public int Count { get; private set; }

    /// <summary>Runs the cell of a request.</summary>
    /// <returns>The content of its reply, and whether the cells that wait behind it are not to run.</returns>
    public (JsonObject Reply, bool AbortsOthers) Run(JupyterMessage request)
    {
        var code = (request.Text("code") ?? "").ReplaceLineEndings("\n");
        var silent = request.Flag("silent", false);
        var stored = !silent && request.Flag("store_history", true);
        if (stored) Count++;
        if (!silent)
            conversation.Publish(request.Header, "execute_input",
                new JsonObject { ["code"] = request.Text("code") ?? "", ["execution_count"] = Count });
        if (CodeAssistant.AsksForHelp(code) is { } name)
            return (Replies.Success(Count, new JsonObject { ["source"] = "page", ["data"] = assistant.Describe(name), ["start"] = 0 }),
                false);

        string? result = null;
        var output = new StreamedOutput((type, content) =>
        {
            if (type == "execute_result") result = content["data"]?["text/plain"]?.GetValue<string>();
            if (type == "error" && cells.IsStopping) return; // what the interrupt looked like to the cell
            if (!silent || type is not ("execute_result" or "display_data")) conversation.Publish(request.Header, type, content);
        });
        engine.Folder = folder.Enter();
        Console.SetIn(input ??= new KernelInput(Ask)); // earlier cells may have set another one
        executing = new Question(request);
        var error = Run(code, output);
        executing = null;
        folder.Return();
        if (stored) history.Add(Count, code, result);
        return (error is null ? Replies.Success(Count) : Replies.Failure(Count, error),
            error is not null && request.Flag("stop_on_error", true));
    }

    /// <summary>Stops the cell that runs, also one that waits for an answer. Returns at once.</summary>
    public void Interrupt()
    {
        var question = executing; // before the next one's
        if (cells.Interrupt()) question?.Answers.Add("");
    }

    /// <summary>Takes the reader's answer to <see cref="Ask"/>; none where nobody has asked.</summary>
    public void Answer(string text)
    {
        if (executing is { IsOpen: true } question) question.Answers.Add(text);
    }

    /// <summary>Asks the reader for a line and waits for it.</summary>
    /// <exception cref="InvalidOperationException">The front end cannot be asked.</exception>
    private string Ask()
    {
        if (executing is not { } question || !question.Request.Flag("allow_stdin", false))
            throw new InvalidOperationException(
                "This front end takes no input (it runs the notebook without a reader). Assign a value instead of reading one.");
        ConsoleRouter.Current?.Flush(); // the question that was printed comes before the box
        question.IsOpen = true;
        conversation.Reply(Channel.Stdin, question.Request, "input_request", new JsonObject { ["prompt"] = "", ["password"] = false });
        try
        {
            return question.Answers.Take();
        }
        finally
        {
            question.IsOpen = false;
        }
    }

    private CellError? Run(string code, StreamedOutput output)
    {
        reserve ??= NewReserve();
        CellError? error = null;
        using var memory = new MemoryWatch(() => cells.Interrupt());
        if (!cells.Run(async () => error = await engine.RunAsync(code, Count, output)))
        {
            if (memory.Stopped) MakeRoom(); // before anything else needs memory
            output.Complete();
            error = memory.Stopped
                ? new CellError(nameof(OutOfMemoryException), memory.Message, [memory.Message], null)
                : new CellError("Interrupted", "The cell was interrupted.",
                    ["The cell was interrupted. Variables of earlier cells are as it left them."], null);
            output.Fail(error);
        }
        else if (tight || error?.Name == nameof(OutOfMemoryException))
        {
            MakeRoom();
        }
        output.Flush();
        return error;
    }

    /// <summary>
    /// Gives back to the system what a cell has left behind; after every cell, until the variables that hold it are gone.
    /// </summary>
    private void MakeRoom()
    {
        reserve = null;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        tight = GC.GetTotalMemory(false) > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;
    }

    private static byte[]? NewReserve()
    {
        try
        {
            return GC.AllocateUninitializedArray<byte>(Reserve);
        }
        catch (OutOfMemoryException)
        {
            return null; // what the cell left behind is still held
        }
    }

    /// <summary>What the running cell asks the reader.</summary>
    private sealed class Question(JupyterMessage request)
    {
        public JupyterMessage Request => request;

        public BlockingCollection<string> Answers { get; } = [];

        public volatile bool IsOpen;
    }
}
