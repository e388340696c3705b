namespace SuperResolution.Workbench.Commands;

/// <summary>The checkout around a folder.</summary>
internal static class Repository
{
    /// <summary>The nearest folder, upwards, that holds Research.sln.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string Root(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Research.sln"))) return folder.FullName;
        }
        throw new BadInputException($"No Research.sln in '{from}' or a folder above it. Run the workbench inside the checkout, or name " +
            "the notebooks and an out folder.");
    }
}
