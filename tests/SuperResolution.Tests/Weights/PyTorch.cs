using System.Diagnostics;
using SuperResolution.Tests.Support;

namespace SuperResolution.Tests.Weights;

/// <summary>
/// Files that PyTorch has written, and beside each (NAME.txt) what PyTorch itself reads: name, type, shape and SHA-256 of the contiguous
/// bytes.
/// </summary>
public sealed class PyTorch : IDisposable
{
    private const string Script = """
        import collections, hashlib, os, sys, warnings
        import torch
        warnings.filterwarnings("ignore")
        folder, shared = sys.argv[1:3]
        os.chdir(folder)
        torch.manual_seed(1)
        def describe(name, tensors):
            with open(name + ".txt", "w") as text:
                for key, value in tensors.items():
                    value = value.detach().contiguous()
                    data = value.view(torch.int16) if value.dtype == torch.bfloat16 else value
                    digest = hashlib.sha256(data.numpy().tobytes()).hexdigest()
                    print(key, str(value.dtype).split(".")[1], "x".join(map(str, value.shape)) or "-", digest, sep="\t", file=text)
        def keep(name, content, tensors=None, **options):
            torch.save(content, name, **options)
            describe(name, content if tensors is None else tensors)
        types = {str(t).split(".")[1]: (torch.rand(3, 5) * 100 - 20).to(t) for t in [
            torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
            torch.uint8, torch.bool, torch.complex64, torch.complex128]}
        base = torch.rand(6, 8)
        views = dict(types, base=base, transposed=base.t(), column=base[:, 3], steps=base[1::2, ::3], offset=base[2:4],
            expanded=base[:1].expand(50, 8), scalar=torch.tensor(3.5), number=torch.tensor(7), empty=torch.empty(0, 4),
            last=torch.rand(2, 3, 4, 4).contiguous(memory_format=torch.channels_last), half_view=torch.rand(9).half()[3:7],
            parameter=torch.nn.Parameter(torch.rand(2, 2)), frozen=torch.nn.Parameter(torch.rand(2), requires_grad=False))
        tied = torch.nn.Linear(4, 4)
        views["tied.a"] = tied.weight
        views["tied.b"] = tied.weight
        for protocol in [1, 2, 3, 4, 5]:
            keep(f"zip{protocol}.pth", views, pickle_protocol=protocol)
            keep(f"legacy{protocol}.pth", views, pickle_protocol=protocol, _use_new_zipfile_serialization=False)
        module = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.PReLU(4))
        keep("module.pth", module.state_dict())
        keep("parameters.pth", dict(module.named_parameters()))
        other = {"other": torch.rand(2)}
        keep("ema.pth", {"params": other, "params_ema": module.state_dict()}, module.state_dict())
        keep("checkpoint.pth", {"epoch": 12, "best": 31.5, "name": "SRResNet", "done": True, "losses": [1.0, 2.0], "seen": {1, 2},
            "raw": b"\x00\xff", "shape": torch.Size([1, 2]), "none": None,
            "optimizer": torch.optim.Adam(module.parameters()).state_dict(), "state_dict": module.state_dict()}, module.state_dict())
        keep("nested.pth", {"model": {"scale": 4, "generator": other}}, other)
        keep("gan.pth", {"netA": other, "netB": module.state_dict()}, module.state_dict())
        keep("attribute.pth", {"a": torch.nn.Parameter(torch.ones(2))}) # and one with an attribute of its own:
        extra = torch.rand(3); extra.note = "hello"
        keep("noted.pth", {"noted": extra})
        torch.save(module, "whole.pth")
        torch.save(module, "whole_legacy.pth", _use_new_zipfile_serialization=False)
        torch.save(torch.rand(3), "single.pth")
        torch.save([torch.rand(3)], "list.pth")
        torch.save({"epoch": 3}, "nothing.pth")
        torch.save({"args": __import__("argparse").Namespace(lr=1), "state_dict": other}, "arguments.pth")
        torch.jit.script(torch.nn.Linear(2, 2)).save("script.pth")
        for root, _, files in os.walk(shared):
            for file in files:
                if file.endswith(".pth") and "whole_module" not in file and "cases" not in root.split(os.sep):
                    path = os.path.join(root, file)
                    describe("shared " + os.path.relpath(path, shared).replace("/", " "), torch.load(path, map_location="cpu"))
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string? missing;

    public PyTorch()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
        {
            missing = $"needs {Python} with PyTorch (Debian: python3-torch)";
            return;
        }
        var start = new ProcessStartInfo(Python, ["-c", Script, folder.FullName, Shared.Folder]) { RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (errors.Contains("No module named 'torch'", StringComparison.Ordinal)) missing = "needs PyTorch (Debian: python3-torch)";
        else if (process.ExitCode != 0) throw new InvalidOperationException(errors);
    }

    /// <summary>A file that PyTorch wrote.</summary>
    public string PathOf(string name)
    {
        Assert.SkipUnless(missing is null, missing ?? "");
        return folder[name];
    }

    /// <summary>What PyTorch reads from it: "name⇥type⇥shape⇥SHA-256" per tensor.</summary>
    public string[] Content(string name) => File.ReadAllLines(PathOf(name + ".txt"));

    public void Dispose() => folder.Dispose();
}
