using SuperResolution.Datasets;

namespace SuperResolution.Training;

/// <summary>What the kit trains on.</summary>
public static class TrainingPictures
{
    /// <summary>
    /// T91 and the training part of BSDS500, the 291 images of the VDSR paper (arXiv 1511.04587, section 5.1); none of them is in a test
    /// set.
    /// </summary>
    public static ImageSet Load() => ImageSet.Join("T91 + BSDS500 train", T91.Load(), Bsds500.Train());

    /// <summary>The sets of these names, as one; <see cref="Load()"/> where there are none.</summary>
    /// <param name="names">As <see cref="ImageSet.Open"/> takes them: sets of the catalogue, folders.</param>
    /// <exception cref="DataSetException">No such set, or its folder is incomplete.</exception>
    public static ImageSet Load(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return Load();
        var sets = names.Select(name => ImageSet.Open(name)).ToArray();
        return sets.Length == 1 ? sets[0] : ImageSet.Join(string.Join(" + ", sets.Select(set => set.Name)), sets);
    }
}
