namespace SuperResolution.Workbench.Notebooks;

/// <summary>How the run of one notebook ended.</summary>
/// <param name="Notebook">With the outputs in its cells.</param>
/// <param name="Title">Its first heading, or its file name.</param>
/// <param name="Summary">Its first paragraph as HTML, or null.</param>
/// <param name="Failure">Null where every cell ran.</param>
/// <param name="Elapsed">Time of the run.</param>
internal sealed record NotebookResult(NotebookFile Notebook, string Title, string? Summary, CellFailure? Failure, TimeSpan Elapsed);

/// <summary>The cell that stopped a notebook.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Title">How messages call it: "cell 3", "text cell 4".</param>
/// <param name="Error">What went wrong.</param>
/// <param name="FileLine">The line of the .ipynb file.</param>
internal sealed record CellFailure(NotebookCell Cell, string Title, CellError Error, int FileLine);
