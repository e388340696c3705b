using System.Text.Json.Serialization;

namespace SuperResolution.Workbench.Notebooks;

/// <summary>What the process that runs a notebook tells the one that waits for it.</summary>
[JsonDerivedType(typeof(Began), "began"), JsonDerivedType(typeof(Produced), "produced"), JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Broke), "broke"), JsonDerivedType(typeof(Finished), "finished")]
internal abstract record RunEvent
{
    /// <summary>A code cell starts; counted from 0.</summary>
    public sealed record Began(int Cell) : RunEvent;

    /// <summary>It has produced something.</summary>
    public sealed record Produced(CellItem Item) : RunEvent;

    /// <summary>It is over, with an error or without one.</summary>
    public sealed record Ended(CellError? Error, double Seconds) : RunEvent;

    /// <summary>Something went wrong that no cell could wait for: an exception on another thread, or the process is gone.</summary>
    public sealed record Broke(CellError Error) : RunEvent;

    /// <summary>All cells have run.</summary>
    public sealed record Finished : RunEvent;
}
