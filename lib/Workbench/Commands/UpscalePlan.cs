using SuperResolution.Imaging;

namespace SuperResolution.Workbench.Commands;

/// <summary>Which picture is written to which file, settled before any work begins.</summary>
/// <remarks>
/// A picture NAME becomes NAME-xN beside it or in the --out folder. The pictures of a folder, those of its subfolders too (but not behind
/// links), keep their names: they go to the --out folder or to FOLDER-xN beside the folder.
/// </remarks>
internal static class UpscalePlan
{
    private static StringComparer Names => OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <returns>The pictures, and for each folder with files that are none a sentence that counts and names them.</returns>
    /// <exception cref="BadInputException">
    /// Two results would have one name, a result would replace a picture that goes in, or a file is there already.
    /// </exception>
    public static (IReadOnlyList<UpscaleJob> Jobs, IReadOnlyList<string> Skipped) Of(string[] inputs, int scale, UpscaleSettings settings)
    {
        var skipped = new List<string>();
        var jobs = inputs.SelectMany(input => Directory.Exists(input) ? Folder(input, scale, settings, skipped)
            : [Single(input, scale, settings)]).Distinct().ToList();
        if (jobs.GroupBy(job => job.Target, Names).FirstOrDefault(group => group.Count() > 1) is { } clash)
            throw new BadInputException($"{string.Join(" and ", clash.Select(job => $"'{job.Source}'"))} would both be written to " +
                $"'{clash.Key}'. Rename one, or upscale them one by one with different --out folders.");

        var sources = jobs.Select(job => Path.GetFullPath(job.Source)).ToHashSet(Names);
        if (jobs.FirstOrDefault(job => sources.Contains(job.Target)) is { } own)
            throw new BadInputException($"The result of '{own.Source}' would replace a picture that goes in, '{own.Target}'. Choose " +
                "another --out folder.");

        var there = jobs.Select(job => job.Target)
            .Where(target => Directory.Exists(target) || (!settings.Overwrite && File.Exists(target))).ToList();
        if (there.Count > 0)
            throw new BadInputException($"{(there.Count == 1 ? "One result is" : $"{there.Count} results are")} there already: " +
                $"'{there[0]}'{(there.Count > 1 ? " …" : "")}. Nothing was done. Add --overwrite to replace, or choose another " +
                "--out folder.");
        return (jobs, skipped);
    }

    private static UpscaleJob Single(string file, int scale, UpscaleSettings settings)
    {
        var folder = settings.Out ?? Path.GetDirectoryName(Path.GetFullPath(file))!;
        return new(file, Path.GetFullPath(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(file)}-x{scale}.{settings.Format}")));
    }

    private static IEnumerable<UpscaleJob> Folder(string folder, int scale, UpscaleSettings settings, List<string> skipped)
    {
        var from = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var to = Path.GetFullPath(settings.Out ?? $"{from}-x{scale}");
        // Results of an earlier call may lie inside of the folder: they are no input.
        var results = to.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? to + Path.DirectorySeparatorChar
            : null;
        var all = FolderWalk.Files(from)
            .Where(file => results is null || !file.StartsWith(results, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var (files, others) = (all.Where(PictureNames.IsRead).ToList(), PictureNames.Skipped(all));
        if (files.Count == 0)
            throw new BadInputException("There is no PNG, JPEG, BMP or WebP picture in the folder " +
                $"'{folder}'.{(others is null ? "" : " " + others)}");
        if (others is not null) skipped.Add($"{folder}: {others}");
        return files.Select(file => new UpscaleJob(
            file, Path.ChangeExtension(Path.Combine(to, Path.GetRelativePath(from, file)), settings.Format)));
    }
}

/// <summary>One picture in, one picture out.</summary>
/// <param name="Source">As the user named it, or below the folder that the user named.</param>
/// <param name="Target">Absolute.</param>
internal sealed record UpscaleJob(string Source, string Target);
