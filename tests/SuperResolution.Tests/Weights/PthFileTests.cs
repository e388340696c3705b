using System.Security.Cryptography;
using System.Text.Json;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

public sealed class PthFileTests(PyTorch python) : IClassFixture<PyTorch>
{
    public static TheoryData<string> Files =>
    [
        .. from protocol in Enumerable.Range(1, 5) from layout in new[] { "zip", "legacy" } select $"{layout}{protocol}.pth",
        .. new[] { "module.pth", "parameters.pth", "ema.pth", "checkpoint.pth", "nested.pth", "attribute.pth", "noted.pth" },
    ];

    [Theory, MemberData(nameof(Files))] // all types, views, shared storages, Parameters, wrappers; pickle protocols 1 to 5
    public void Names_types_shapes_and_bytes_are_those_that_PyTorch_saved(string name)
    {
        using var file = PthFile.Read(python.PathOf(name));
        Assert.Equal(python.Content(name), Describe(file));
    }

    [Fact]
    public void Names_types_shapes_and_bytes_of_all_given_files_are_those_that_PyTorch_reads()
    {
        var root = Shared.Path();
        var paths = Directory.GetFiles(root, "*.pth", SearchOption.AllDirectories)
            // those are checkpoints and damaged ones
            .Where(path => !path.Contains("whole_module", StringComparison.Ordinal)
                && !Path.GetRelativePath(root, path).StartsWith("cases", StringComparison.Ordinal)).ToList();
        Assert.True(paths.Count >= 13, $"{paths.Count} files");
        foreach (var path in paths)
        {
            using var file = PthFile.Read(path);
            Assert.Equal(python.Content("shared " + Path.GetRelativePath(root, path).Replace('/', ' ')), Describe(file));
        }
    }

    [Fact]
    public void Golden_files_have_the_keys_and_parameters_that_their_descriptions_say()
    {
        // The others name weights that lie elsewhere, and say nothing of their keys.
        var folders = Directory.GetDirectories(Shared.Path("golden", "models")).Where(one => File.Exists(Path.Combine(one, "weights.pth")))
            .ToList();
        Assert.InRange(folders.Count, 10, 100);
        foreach (var folder in folders)
        {
            using var meta = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "meta.json")));
            using var file = PthFile.Read(Path.Combine(folder, "weights.pth"));
            Assert.Equal(meta.RootElement.GetProperty("keys").GetInt32(), file.Tensors.Count);
            string[] buffers = ["running_mean", "running_var", "num_batches_tracked"];
            var parameters = file.Tensors.Where(pair => !buffers.Any(pair.Key.EndsWith)).Sum(pair => pair.Value.numel());
            Assert.Equal(meta.RootElement.GetProperty("parameters").GetInt64(), parameters);
        }
    }

    [Theory]
    [InlineData("module.pth", null, "", "0.weight")]
    [InlineData("ema.pth", null, "params_ema", "0.weight")]
    [InlineData("ema.pth", "params", "params", "other")]
    [InlineData("checkpoint.pth", null, "state_dict", "0.weight")]
    [InlineData("nested.pth", null, "model/generator", "other")]
    [InlineData("gan.pth", "netB", "netB", "0.weight")]
    public void The_wrapper_with_the_better_weights_or_the_callers_is_taken(string name, string? key, string wrapper, string first)
    {
        using var file = PthFile.Read(python.PathOf(name), key);
        Assert.Equal(wrapper, file.Wrapper);
        Assert.Equal(first, file.Tensors.Keys.First());
    }

    [Fact]
    public void Numbers_and_text_of_a_checkpoint_are_its_metadata()
    {
        using var file = PthFile.Read(python.PathOf("checkpoint.pth"));
        using var nested = PthFile.Read(python.PathOf("nested.pth"));
        Assert.Equal(["best=31.5", "done=True", "epoch=12", "name=SRResNet"],
            file.Metadata.Select(pair => $"{pair.Key}={pair.Value}").Order());
        Assert.Equal("4", nested.Metadata["model/scale"]);
    }

    [Theory]
    [InlineData("gan.pth", null, "Choose one of its dictionaries, e.g. the key 'netA'")]
    [InlineData("gan.pth", "netG", "it has no dictionary 'netG'; its keys are: netA, netB")]
    [InlineData("nothing.pth", null, "its keys are: epoch")]
    [InlineData("single.pth", null, "a single tensor instead of a dictionary")]
    [InlineData("list.pth", null, "a list instead of a dictionary")]
    [InlineData("arguments.pth", null, "'argparse.Namespace'")]
    [InlineData("script.pth", null, "TorchScript")]
    [InlineData("whole.pth", null, "whole torch.nn.Module, an object of the Python class 'torch.nn.modules.container.Sequential'")]
    [InlineData("whole_legacy.pth", null, "whole torch.nn.Module, an object of the Python class 'torch.nn.modules.container.Sequential'")]
    public void Another_content_is_refused_with_what_it_is(string name, string? key, string cause)
    {
        var error = Assert.Throws<WeightsFormatException>(() => PthFile.Read(python.PathOf(name), key));
        Assert.Contains(name, error.Message);
        Assert.Contains(cause, error.Message);
    }

    [Fact]
    public void A_pickled_module_is_refused_by_its_class_with_the_way_out()
    {
        var error = Assert.Throws<WeightsFormatException>(() => PthFile.Read(Shared.Path("weights", "vdsr_whole_module_pickle.pth")));
        Assert.Contains("vdsr_whole_module_pickle.pth", error.Message);
        Assert.Contains("whole torch.nn.Module, an object of the Python class 'vdsr.Net'", error.Message);
        Assert.Contains("on a machine where you trust the file", error.Message);
        Assert.Contains("torch.save(model.state_dict(), ", error.Message);
    }

    [Fact]
    public void Views_are_copies_that_own_their_memory()
    {
        using var file = PthFile.Read(python.PathOf("zip2.pth"));
        var before = file.Tensors["tied.b"].bytes.ToArray();
        file.Tensors["tied.a"].zero_();
        Assert.All(file.Tensors.Values, tensor => Assert.True(tensor.is_contiguous()));
        Assert.Equal(before, file.Tensors["tied.b"].bytes.ToArray());
    }

    [Fact]
    public void A_missing_file_is_missing() =>
        Assert.Contains("nowhere.pth", Assert.Throws<FileNotFoundException>(() => PthFile.Read("nowhere.pth")).Message);

    private static string[] Describe(PthFile file) => [.. file.Tensors.Select(pair =>
    {
        var type = pair.Value.dtype switch
        {
            ScalarType.Byte => "uint8",
            ScalarType.ComplexFloat32 => "complex64",
            ScalarType.ComplexFloat64 => "complex128",
            var scalar => scalar.ToString().ToLowerInvariant(),
        };
        var shape = pair.Value.shape.Length == 0 ? "-" : string.Join('x', pair.Value.shape);
        return $"{pair.Key}\t{type}\t{shape}\t{Convert.ToHexStringLower(SHA256.HashData(pair.Value.bytes))}";
    })];
}
