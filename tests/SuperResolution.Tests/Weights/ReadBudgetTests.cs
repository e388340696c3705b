using System.IO.Compression;
using System.Text;
using SuperResolution.Models;
using SuperResolution.Tests.Support;
using SuperResolution.Weights;
using static TorchSharp.torch;

namespace SuperResolution.Tests.Weights;

/// <summary>Small files that ask for much work or memory: refused before it is spent.</summary>
public sealed class ReadBudgetTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private const string Refusal = "far more memory and work than a file of";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_budget_grows_with_the_file_and_is_spent_once()
    {
        var budget = new ReadBudget(1000, small: 500, perByte: 2);
        budget.Spend(2000);
        budget.Spend(0);
        budget.Spend(500);
        Assert.Contains(Refusal + " 1,000 bytes", Assert.Throws<InvalidDataException>(() => budget.Spend(1)).Message);
        Assert.Throws<InvalidDataException>(() => new ReadBudget(1000).Spend(-1));
        new ReadBudget(long.MaxValue).Spend(long.MaxValue);
    }

    [Fact] // 3.6 MB; 900,000 such tensors took 15 s
    public void Many_tensors_without_values_are_refused_before_one_is_made()
    {
        Safetensors("{" + string.Join(
            ',', Enumerable.Range(0, 60_000).Select(i => $"\"{i:x}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")) + "}");
        Assert.Contains(Refusal, Error(() => SafetensorsFile.Read(folder["x"]).Dispose(), 48 * Megabyte));
    }

    [Fact]
    public void Much_metadata_and_many_fields_are_refused()
    {
        Safetensors("{\"__metadata__\":{" + string.Join(',', Enumerable.Range(0, 400_000).Select(i => $"\"{i:x}\":\"\"")) + "}}");
        Assert.Contains(Refusal, Error(() => SafetensorsFile.Read(folder["x"]).Dispose(), 30 * Megabyte));
        Safetensors("{\"a\":{" + string.Join(',', Enumerable.Range(0, 400_000).Select(i => $"\"{i:x}\":0")) + "}}");
        Assert.Contains(Refusal, Error(() => SafetensorsFile.Read(folder["x"]).Dispose(), 30 * Megabyte));
    }

    [Fact] // one of 50 MB stood in the message
    public void A_name_of_megabytes_is_counted_not_repeated()
    {
        Safetensors("{\"" + new string('a', 4 * Megabyte) + "\":{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
        var message = Error(() => SafetensorsFile.Read(folder["x"]).Dispose(), 20 * Megabyte);
        Assert.Contains("a name of 4,194,304 bytes", message);
        Assert.InRange(message.Length, 0, 300);
    }

    [Fact]
    public void Three_thousand_small_tensors_are_no_attack()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(folder["x"],
            Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create($"layers.{i}.num_batches_tracked", tensor((long)i))));
        using var file = SafetensorsFile.Read(folder["x"]);
        Assert.Equal(2999, file.Tensors["layers.2999.num_batches_tracked"].item<long>());
    }

    [Fact] // 875 KB unpacked to 2.6 GB
    public void A_packed_NumPy_archive_unpacks_to_no_more_than_its_budget()
    {
        Npz("{'descr': '<f4', 'fortran_order': False, 'shape': (10485760,), }", new byte[40 * Megabyte]);
        Assert.InRange(new FileInfo(folder["x"]).Length, 0, 100_000);
        Assert.Contains(Refusal, Error(() => NpzFile.Read(folder["x"]), Megabyte));
    }

    [Fact] // 4 KB: 20,000 sides × a million numbers
    public void The_work_of_turning_an_array_round_is_the_product_of_sides_and_numbers()
    {
        const string Header = "{{'descr': '<f4', 'fortran_order': True, 'shape': ({0}1000000), }}";
        Npz(string.Format(null, Header, string.Concat(Enumerable.Repeat("1,", 20_000))), new byte[4_000_000]);
        Assert.Contains("has 20,001 sides", Error(() => NpzFile.Read(folder["x"]), 16 * Megabyte));
        Npz(string.Format(null, Header, string.Concat(Enumerable.Repeat("1,", 31))), new byte[4_000_000]);
        Assert.Contains(Refusal, Error(() => NpzFile.Read(folder["x"]), 16 * Megabyte));
    }

    [Fact]
    public void Names_in_messages_are_short_and_without_codes_for_a_terminal()
    {
        var name = "\\u001b[31m" + new string('x', 300);
        string[] headers =
        [
            $"{{\"{name}\":{{\"dtype\":\"F99\",\"shape\":[1],\"data_offsets\":[0,4]}}}}",
            $"{{\"a\":{{\"dtype\":\"{name}\",\"shape\":[1],\"data_offsets\":[0,4]}}}}",
            $"{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}}}",
            $"{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}}}",
            $"{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,400]}}}}",
            $"{{\"{name}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}}}",
            $"{{\"{name}\":{{\"{name}\":0,\"{name}\":0}}}}",
            $"{{\"{name}\":{{\"dtype\":\"BOOL\",\"shape\":[4],\"data_offsets\":[0,4]}}}}",
            $"{{\"__metadata__\":{{\"{name}\":null}}}}",
            $"{{\"__metadata__\":{{\"{name}\":\"\",\"{name}\":\"\"}}}}",
        ];
        foreach (var header in headers)
        {
            Safetensors(header, 4, fill: 7);
            Shown(Assert.Throws<WeightsFormatException>(() => SafetensorsFile.Read(folder["x"]).Dispose()));
        }

        var raw = "\u001b[31m" + new string('x', 300);
        using (var archive = ZipFile.Open(folder["names.npz"], ZipArchiveMode.Create)) archive.CreateEntry(raw + ".npy").Open().Dispose();
        Shown(Assert.Throws<WeightsFormatException>(() => NpzFile.Read(folder["names.npz"])));

        using var network = new Srcnn(SrcnnShape.Net915);
        using var value = zeros(1);
        var foreign = Enumerable.Range(0, 500).ToDictionary(i => raw + i, _ => value);
        Shown(Assert.Throws<WeightsFormatException>(() => ModuleWeights.Copy(network, foreign, "x.pth")));
    }

    private static void Shown(WeightsFormatException error)
    {
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.InRange(error.Message.Length, 0, 1500);
    }

    private void Safetensors(string header, int data = 0, byte fill = 0) =>
        File.WriteAllBytes(folder["x"],
            [.. BitConverter.GetBytes((long)header.Length), .. Encoding.ASCII.GetBytes(header), .. Enumerable.Repeat(fill, data)]);

    private void Npz(string header, byte[] data)
    {
        File.Delete(folder["x"]);
        using var archive = ZipFile.Open(folder["x"], ZipArchiveMode.Create);
        using var stream = archive.CreateEntry("x.npy").Open();
        stream.Write([0x93, .. "NUMPY"u8, 2, 0, .. BitConverter.GetBytes(header.Length), .. Encoding.ASCII.GetBytes(header)]);
        stream.Write(data);
    }

    /// <summary>The message, which has to come before more than <paramref name="budget"/> bytes of memory are taken.</summary>
    private static string Error(Action read, long budget)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<WeightsFormatException>(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, budget);
        return error.Message;
    }
}
