using SuperResolution.Tests.Imaging.Fuzzing;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

/// <summary>
/// Real files, damaged at random with a fixed seed: each is read or refused with a <see cref="WeightsFormatException"/>, nothing else.
/// </summary>
public sealed class WeightsFuzzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("weights", "lpips_v0.1_alex.pth", 1000)]              // legacy, written by Python 2
    [InlineData("golden/models/srvgg_x4", "weights.pth", 600)]       // zip
    [InlineData("golden/models/rrdbnet_x4_old_names", "weights.pth", 300)] // legacy
    public void Damaged_PyTorch_files(string where, string name, int count) =>
        Fuzz(File.ReadAllBytes(Shared.Path([.. where.Split('/'), name])), count);

    [Fact]
    public void Damaged_pickles_in_whole_archives()
    {
        // The pickle alone, so that every mutation reaches the unpickler and none only the zip reader.
        var pickle = PickleBytes.Pickle("}(", string.Concat(Enumerable.Range(0, 12).Select(i => System.Text.Encoding.Latin1.GetString([
            .. PickleBytes.Text($"w{i}"), .. PickleBytes.Tensor(PickleBytes.Storage($"{i % 3}", 64), i, [2, 3, 4], [12, 4, 1])]))), "u");
        var random = new Random(7);
        var read = 0;
        for (var i = 0; i < 2000; i++)
        {
            File.Delete(folder["pickle.pth"]);
            PickleBytes.WriteZip(folder["pickle.pth"], Mutate(pickle, random), ("archive/data/0", new byte[256]),
                ("archive/data/1", new byte[256]), ("archive/data/2", new byte[256]));
            read += Try(folder["pickle.pth"]) ? 1 : 0;
        }
        Assert.InRange(read, 1, 1999); // both kinds have been seen
    }

    [Fact]
    public void Damaged_safetensors_files()
    {
        using (var scope = NewDisposeScope())
            SafetensorsFile.Write(folder["small"],
                new Dictionary<string, Tensor>
                {
                    ["a"] = rand(3, 3),
                    ["b"] = tensor(true),
                    ["c"] = zeros(0, 2),
                    ["d"] = ones(5, dtype: bfloat16),
                },
                new Dictionary<string, string> { ["note"] = "é" });
        var good = File.ReadAllBytes(folder["small"]);
        Fuzz(good, 1000);
        var header = BitConverter.ToInt32(good);
        var random = new Random(3);
        for (var i = 0; i < 1000; i++) // the header alone, with its length put right
        {
            var bad = Mutate(good[8..(8 + header)], random);
            File.WriteAllBytes(folder["header"], [.. BitConverter.GetBytes((long)bad.Length), .. bad, .. good.AsSpan(8 + header)]);
            Try(folder["header"]);
        }
    }

    private void Fuzz(byte[] good, int count) => FuzzRun.FromEnvironment(count).Run(good, Mutate, file =>
    {
        File.WriteAllBytes(folder["fuzz"], file);
        return Try(folder["fuzz"]) ? "read" : "refused";
    });

    private static bool Try(string path)
    {
        try
        {
            WeightsFile.Open(path).Dispose();
            return true;
        }
        catch (WeightsFormatException)
        {
            return false;
        }
    }

    /// <summary>
    /// One to four bit flips, changed bytes, cuts, repeated, removed and moved pieces; half of them in the first or last 2 KB, where the
    /// structure is.
    /// </summary>
    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var left = random.Next(1, 5); left > 0 && bytes.Count > 1; left--)
        {
            var near = Math.Min(2048, bytes.Count);
            var at = random.Next(4) switch
            {
                0 => random.Next(near),
                1 => bytes.Count - 1 - random.Next(near),
                _ => random.Next(bytes.Count),
            };
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0 or 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2 or 3: bytes[at] = (byte)random.Next(256); break;
                case 4: bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : length); break;
                case 5: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 6: bytes.RemoveRange(at, length); break;
                default:
                    var piece = bytes.GetRange(at, length);
                    var to = random.Next(bytes.Count - length + 1);
                    for (var i = 0; i < length; i++) bytes[to + i] = piece[i];
                    break;
            }
        }
        return [.. bytes];
    }
}
