using SuperResolution.Imaging;

namespace SuperResolution.Datasets;

/// <summary>Finds the partners among the files of a <see cref="PairedSet"/> and compares their sizes.</summary>
internal static class PairedFiles
{
    /// <summary>RealSR's layout: <c>Canon_001_HR.png</c> and <c>Canon_001_LR4.png</c> in one folder.</summary>
    public static IEnumerable<RealPair> InOneFolder(string folder, RealSrCamera camera, RealSrSplit split, int scale)
    {
        var files = ImageFiles.In(folder).ToList();
        return Pairs(folder, Ending("_HR"), Ending($"_LR{scale}"), "_HR", $"_LR{scale}")
            .Select(pair => Check(pair.Name, pair.Hr, pair.Lr, scale, camera, split));

        Dictionary<string, string> Ending(string ending) =>
            files.Where(file => NameOf(file).EndsWith(ending, StringComparison.Ordinal))
                .ToDictionary(file => NameOf(file)[..^ending.Length]);
    }

    /// <summary>Two folders with equal file names.</summary>
    public static IEnumerable<RealPair> InTwoFolders(string root)
    {
        return Pairs(root, In("HR"), In("LR"), " in HR", " in LR").Select(pair => Check(pair.Name, pair.Hr, pair.Lr, null, null, null));

        Dictionary<string, string> In(string folder) =>
            ImageFiles.In(Path.Combine(root, folder)).GroupBy(NameOf).ToDictionary(group => group.Key, group => group.First());
    }

    private static IEnumerable<(string Name, string Hr, string Lr)> Pairs(
        string folder, Dictionary<string, string> hr, Dictionary<string, string> lr, string hrEnding, string lrEnding)
    {
        var alone = hr.Keys.Except(lr.Keys).Select(name => name + hrEnding).Concat(lr.Keys.Except(hr.Keys).Select(name => name + lrEnding))
            .Order(StringComparer.Ordinal).ToList();
        if (alone.Count > 0)
            throw new DataSetException($"{folder}: without a partner {(alone.Count == 1 ? "is" : "are")} {Listing.Of(alone)}. Copy the " +
                "missing pictures there, or move these away.");
        return hr.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value, lr[pair.Key]));
    }

    private static RealPair Check(string name, string hrFile, string lrFile, int? scale, RealSrCamera? camera, RealSrSplit? split)
    {
        var (hr, lr) = (PictureInfo.Read(hrFile), PictureInfo.Read(lrFile));
        var factor = Fits(1) ? 1 : scale ?? Math.Min(hr.Width / lr.Width, hr.Height / lr.Height);
        if (factor == 0 || !Fits(factor))
        {
            var fits = scale is { } s ? $"as large or {s} times smaller" : "as large or smaller by a whole number";
            throw new DataSetException($"{Path.GetDirectoryName(hrFile)}, {name}: HR is {hr} and LR {lr}. LR has to be {fits}, of HR or " +
                "of what is left when HR is cut to a multiple; these two do not belong together. Get both files again, or name " +
                "another folder.");
        }
        var covered = hr with { Width = lr.Width * factor, Height = lr.Height * factor };
        var cut = covered != hr;
        return new RealPair(name, cut ? ImageItem.FromCorner(hrFile, name, covered.Width, covered.Height)
            : ImageItem.FromFile(hrFile, name), ImageItem.FromFile(lrFile, name), covered, lr,
            scale ?? (factor > 1 ? factor : null), camera, split, cut);

        // LR is made of HR without the columns and rows that are left over.
        bool Fits(int s) =>
            hr.Width - (s * lr.Width) is >= 0 and var columns && columns < s && hr.Height - (s * lr.Height) is >= 0 and var rows
                && rows < s;
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
