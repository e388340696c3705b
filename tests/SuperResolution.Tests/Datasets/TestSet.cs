using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

/// <summary>Entries of a catalogue whose texts do not matter.</summary>
internal static class TestSet
{
    /// <summary>A set in the folder of its name; complete it with <c>with</c>.</summary>
    public static CatalogueSet Named(string name) =>
        new()
        {
            Name = name,
            Folder = name,
            Purpose = "",
            Citation = "",
            Licence = "",
            CommercialUse = "",
            Sizes = "2×2",
            Layout = "flat",
            Access = "manual"
        };
}
