using System.Runtime.InteropServices;
using SuperResolution.Platform;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Benchmarks;

/// <summary>
/// PyTorch in a process of its own, with the networks of <c>networks.py</c>, and a folder through which both sides exchange weights and
/// values.
/// </summary>
internal sealed class TorchSide : IDisposable
{
    private const string Before = """

        import sys, warnings
        warnings.filterwarnings("ignore")
        case, folder, threads = sys.argv[1:]
        torch.set_num_threads(int(threads))

        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("super-resolution-benchmark-");
    private PythonProcess? process;

    public string this[string file] => Path.Combine(folder.FullName, file);

    /// <summary>A network's weights for the other side.</summary>
    public void Save(string file, nn.Module network) => ModuleWeights.Save(network, this[file]);

    /// <summary>A tensor for the other side, under its own name.</summary>
    public void Save(string name, Tensor tensor) => SafetensorsFile.Write(this[name], new Dictionary<string, Tensor> { [name] = tensor });

    /// <summary>What the other side wrote with NumPy's tofile.</summary>
    public float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(this[file])).ToArray();

    /// <param name="python">The interpreter.</param>
    /// <param name="script">Reads <c>case</c> and <c>folder</c>; defines <c>run</c>.</param>
    /// <param name="name">The case.</param>
    /// <returns>PyTorch's version.</returns>
    public string Start(string python, string script, string name)
    {
        var networks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "networks.py"));
        process = new PythonProcess(python, networks + Before + script + "\nversion = torch.__version__\n",
            "PyTorch: install it (Debian: python3-torch), or name the Python that has it with --python",
            [name, folder.FullName, $"{Compute.Threads}"]);
        return process.Version;
    }

    public Timing Time() => process!.Time(1);

    public void Dispose()
    {
        process?.Dispose();
        folder.Delete(recursive: true);
    }
}
