using SuperResolution.Datasets;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;

namespace SuperResolution.Tests.Weights;

public sealed class ExternalWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(DataSource.Environment, "datasets/weights/w.pth", true)]
    [InlineData(DataSource.Environment, "weights/w.pth", true)] // as in the shared folder, whoever names it
    [InlineData(DataSource.Shared, "weights/w.pth", true)]
    [InlineData(DataSource.Checkout, "datasets/weights/w.pth", true)]
    [InlineData(DataSource.Checkout, "weights/w.pth", false)]
    [InlineData(DataSource.Cache, "weights/w.pth", false)]
    public void Weights_lie_in_a_data_place_or_beside_one_that_is_shared(DataSource source, string file, bool found)
    {
        var path = folder[file];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        Assert.Equal(found ? path : null, ExternalWeights.FindIn([new DataLocation(folder["datasets"], source)], "w.pth"));
    }
}
