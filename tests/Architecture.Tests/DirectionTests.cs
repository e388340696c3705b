namespace SuperResolution.Architecture;

/// <summary>Who may need whom inside of an assembly.</summary>
public class DirectionTests
{
    /// <summary>The rooms of the thin library: each may need those before it.</summary>
    public static readonly string[] Rooms = ["Platform", "Imaging", "Datasets", "Models", "Weights", "Metrics", "Losses", "Training"];

    [Fact]
    public void The_thin_library_has_these_rooms() =>
        Assert.Equal(Rooms.Order(), House.Sources("lib/SuperResolution").Select(file => file.Split('/')[2]).Distinct().Order());

    [Fact]
    public void A_room_of_the_thin_library_needs_only_rooms_before_it() => Nobody(
        from use in House.Uses
        let rooms = (From: Room(use.FromFile), To: Room(use.ToFile))
        where rooms is { From: not null, To: not null } && Array.IndexOf(Rooms, rooms.From) < Array.IndexOf(Rooms, rooms.To)
        select $"{rooms.From} must not need {rooms.To}: {use.From} needs {use.To}");

    [Fact]
    public void No_folders_need_each_other() => Nobody(
        from knot in Knots.Of(House.Uses.Select(use => (House.Folder(use.FromFile), House.Folder(use.ToFile))))
        from use in House.Uses
        where House.Folder(use.FromFile) != House.Folder(use.ToFile) && knot.Contains(House.Folder(use.FromFile))
            && knot.Contains(House.Folder(use.ToFile))
        select $"{string.Join(" ↔ ", knot)}: {use.From} needs {use.To}");

    [Fact]
    public void At_most_three_files_need_each_other() => // such a knot has to be read as one
        Nobody(Knots.Of(House.Uses.Select(use => (use.FromFile, use.ToFile))).Where(knot => knot.Count > 3)
            .Select(knot => string.Join(" ↔ ", knot)));

    [Fact]
    public void Knots_are_found()
    {
        Assert.Equal([["a", "b", "c"], ["x", "y"]],
            Knots.Of([("a", "b"), ("b", "c"), ("c", "a"), ("c", "x"), ("x", "y"), ("y", "x"), ("y", "z")]).OrderBy(knot => knot[0]));
        Assert.Empty(Knots.Of([("a", "a"), ("a", "b"), ("a", "c"), ("b", "c")]));
    }

    [Fact]
    public void Uses_are_seen_in_signatures_bodies_lambdas_and_arguments_of_types()
    {
        // a parameter
        Assert.Contains(House.Uses, use => (use.From, use.To) == ("SuperResolution.Metrics.Psnr", "SuperResolution.Imaging.Picture"));
        // Func<…, PictureReader>, made in a lambda
        Assert.Contains(House.Uses, use =>
            (use.From, use.To) == ("SuperResolution.Datasets.ImageItem", "SuperResolution.Imaging.PictureReader"));
        Assert.Contains(House.Uses, use =>
            use is { FromFile: "SuperResolution/Datasets/ImageItem.cs", ToFile: "SuperResolution/Imaging/PictureReader.cs" });
        // across a wall
        Assert.Contains(House.Uses, use => use.ToFile == "SuperResolution/Imaging/Interpolation.cs"
            && use.FromFile.StartsWith("Workbench/", StringComparison.Ordinal));
    }

    private static void Nobody(IEnumerable<string> faults)
    {
        var all = faults.Distinct().ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string? Room(string file) => file.Split('/') is ["SuperResolution", var room, ..] ? room : null;
}
