namespace SuperResolution.Datasets;

/// <summary>The pictures of a set that are on this machine, whatever its loader: for overviews.</summary>
public static class FoundPictures
{
    /// <summary>Finds the files; nothing is downloaded or drawn.</summary>
    /// <param name="set">A set of the catalogue.</param>
    /// <param name="folder">Where to look; null: <see cref="DataFolder.Current"/>.</param>
    /// <returns>
    /// The pictures in the loader's order (HR and LR of pairs in turn, distorted ones of PIPAL); empty when the set is not there.
    /// </returns>
    /// <exception cref="DataSetException">The set is there and incomplete or damaged.</exception>
    public static IReadOnlyList<ImageItem> Of(CatalogueSet set, DataFolder? folder = null) =>
        Catalogue.Default.Resolve(set).Owner.Loader switch
        {
            nameof(PairedSet) =>
                [.. (PairedSet.Find(folder: folder) ?? Enumerable.Empty<RealPair>()).SelectMany(pair => new[] { pair.Hr, pair.Lr })],
            nameof(CelebA) => [.. (CelebA.Find(folder: folder) ?? Enumerable.Empty<CelebAFace>()).Select(face => face.Picture)],
            nameof(Pipal) =>
                [.. (Pipal.Find(folder) ?? Enumerable.Empty<PipalImage>())
                    .Where(image => image.HasPictures).Select(image => image.Distorted)],
            nameof(BurstFolder) =>
                SetFolders.Find(folder, set) is { } found
                    ? [.. ImageFiles.Below(found.Path).Select(file => ImageItem.FromFile(file))] : [],
            _ => ImageSet.Find(set.Name, folder) ?? (IReadOnlyList<ImageItem>)[],
        };
}
