using SuperResolution.Datasets;

namespace SuperResolution.Metrics;

/// <summary>
/// A folder of pictures that any program upscaled: <c>baby.png</c>, or a name that goes on after the image's (<c>baby_x4.png</c>,
/// <c>baby-mine.png</c>), in the folder itself or in one of the set's name.
/// </summary>
internal sealed class ResultPictures
{
    private readonly string folder;

    public ResultPictures(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        if (!Directory.Exists(this.folder)) throw new DataSetException($"There is no folder {this.folder}. Check the path.");
    }

    /// <summary>The picture for an image of a set.</summary>
    /// <exception cref="DataSetException">There is none, or there are several.</exception>
    public ImageItem Find(ImageSet set, ImageItem image)
    {
        foreach (var place in (string[])[Path.Combine(folder, set.Name), folder])
        {
            if (!Directory.Exists(place)) continue;
            var files = ImageFiles.In(place).ToList();
            var found = files.Where(file => Stem(file).Equals(image.Name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0)
                found = [.. files.Where(file => Stem(file).StartsWith(image.Name, StringComparison.OrdinalIgnoreCase)
                    && !char.IsLetterOrDigit(Stem(file)[image.Name.Length]))];
            if (found.Count > 1)
                throw new DataSetException($"{place} has several pictures for '{ForeignText.Show(image.Name)}' of {set.Name}: " +
                    $"{string.Join(", ", found.Take(3).Select(file => ForeignText.Show(Path.GetFileName(file))))}. Leave one there.");
            if (found is [var one]) return ImageItem.FromFile(one);
        }
        throw new DataSetException($"{folder} has no picture for '{ForeignText.Show(image.Name)}' of {set.Name}. It is looked for by " +
            $"the image's name, e.g. '{ForeignText.Show(image.Name)}.png', there or in a folder '{set.Name}'.");
    }

    private static string Stem(string file) => Path.GetFileNameWithoutExtension(file);
}
