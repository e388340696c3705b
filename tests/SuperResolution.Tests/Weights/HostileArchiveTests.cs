using System.IO.Compression;
using SuperResolution.Weights;
using static SuperResolution.Tests.Weights.PickleBytes;

namespace SuperResolution.Tests.Weights;

public sealed class HostileArchiveTests : HostileFileTests
{
    [Fact]
    public void Tensors_outside_of_their_storage_are_refused()
    {
        var storage = Storage("0", 4);
        var data = ("archive/data/0", new byte[16]);
        const string Beyond = "reads beyond its 4 elements";
        Refused(Dictionary(Tensor(storage, 0, [5], [1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 1, [4], [1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 0, [2, 2], [4, 1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, -1, [1], [1])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 4, [], [])), Beyond, data);
        Refused(Dictionary(Tensor(storage, 0, [2], [long.MaxValue])), "", data);
        Refused(Dictionary(Tensor(storage, long.MaxValue, [2], [long.MaxValue])), "", data);
        Refused(Dictionary(Tensor(storage, 0, [-1], [1])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [1], [-1])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [1, 1], [1])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [.. Enumerable.Repeat(1L, 65)], [.. Enumerable.Repeat(1L, 65)])), "damaged sides", data);
        Refused(Dictionary(Tensor(storage, 0, [0, long.MaxValue, long.MaxValue], [0, 0, 0])), "more elements than fit", data);
        Refused(Dictionary(Tensor(storage, 0, [.. Enumerable.Repeat(long.MaxValue, 64)], [.. Enumerable.Repeat(long.MaxValue, 64)])),
            "more elements than fit", data);
    }

    [Fact] // zero strides: a view of a trillion elements over four
    public void Expanded_views_and_many_views_cannot_take_more_than_their_storages_allow()
    {
        var data = ("archive/data/0", new byte[16]);
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [1_000_000, 1_000_000], [0, 0])), "views of only 16; save copies", data);
        var megabyte = ("archive/data/0", new byte[4 * Megabyte]);
        var views = Enumerable.Range(0, 100).SelectMany(i => Of(Text($"w{i}"), Tensor(Storage("0", Megabyte), 0, [Megabyte], [1])))
            .ToArray();
        Refused(Pickle("}(", views, "u"), "views of only 4,194,304", 2 * Megabyte, null, megabyte);
    }

    [Fact]
    public void Storages_that_are_not_there_at_full_length_are_refused()
    {
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), "storage '0' is missing");
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), "needs 16 bytes and has 12", ("archive/data/0", new byte[12]));
        Refused(Dictionary(Tensor(Storage("0", 1L << 50), 0, [4], [1])), "and has 16", ("archive/data/0", new byte[16]));
        Refused(Dictionary(Tensor(Storage("0", long.MaxValue), 0, [4], [1])), "claims", ("archive/data/0", new byte[16]));
        Refused(Dictionary(Tensor(Storage("../0", 4), 0, [4], [1])), "storage '../0' is missing", ("archive/0", new byte[16]));
        Refused(Dictionary(Tensor(Storage("0", 4, "torch\nBoolStorage"), 0, [4], [1])), "other than 0 and 1",
            ("archive/data/0", [0, 1, 2, 0]));
        Refused(Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), "byte order 'big'", ("archive/data/0", new byte[16]),
            ("archive/byteorder", "big"u8.ToArray()));
    }

    [Fact]
    public void Legacy_storages_that_are_not_there_at_full_length_are_refused()
    {
        var pickle = Pickle("}(", Text("w"),
            Tensor(Of("(", Text("storage"), "ctorch\nFloatStorage\n", Text("k"), Text("cpu"), Long(2), "NtQ"), 0, [2], [1]), "u");
        var keys = Pickle("](", Text("k"), "e");
        void Refuse(string cause, byte[] keys, params byte[][] storages)
        {
            WriteLegacy(InFolder("legacy.pth"), pickle, keys, storages);
            Assert.Contains(cause, Error(InFolder("legacy.pth")));
        }
        Refuse("storage 'k' is missing", Pickle("]"));
        Refuse("no list of storages", Pickle("}"));
        Refuse("which no tensor uses", Pickle("](", Text("x"), "e"), Int64(0));
        Refuse("it ends before the storage 'k'", keys, [1, 0]);
        Refuse("should have 2 elements and has 3", keys, Int64(3), new byte[12]);
        Refuse("should have 2 elements and has 1,125,899,906,842,624", keys, Int64(1L << 50), new byte[12]);
        Refuse("needs 8 bytes, the file has 4 left", keys, Int64(2), new byte[4]);
        Refuse("'k' twice", Pickle("](", Text("k"), Text("k"), "e"), Int64(2), new byte[8], Int64(2), new byte[8]);
        WriteLegacy(InFolder("good.pth"), pickle, keys, Int64(2), Int64(BitConverter.DoubleToInt64Bits(1)));
        using var good = PthFile.Read(InFolder("good.pth"));
        Assert.Equal(new byte[] { 0, 0, 0, 0, 0, 0, 0xf0, 0x3f }, good.Tensors["w"].bytes.ToArray());
    }

    [Fact]
    public void Zip_entries_with_wrong_names_are_refused()
    {
        var good = Dictionary(Tensor(Storage("0", 4), 0, [4], [1]));
        var data = ("archive/data/0", new byte[16]);
        Refused(good, "'archive/data/0' twice", data, data);
        Refused(good, "leads out of the archive", data, ("../../etc/passwd", [1]));
        Refused(good, "leads out of the archive", data, ("/etc/passwd", [1]));
        Refused(good, "leads out of the archive", data, ("archive\\data\\1", [1]));
        Refused(good, "more than one NAME/data.pkl", data, ("other/data.pkl", good));
        Refused(good, "TorchScript", data, ("archive/constants.pkl", good));
        using (var zip = ZipFile.Open(InFolder("other.zip"), ZipArchiveMode.Create))
            Add(zip, "readme.txt", [1], CompressionLevel.NoCompression);
        Assert.Contains("no NAME/data.pkl, so torch.save did not write it; it has: readme.txt", Error(InFolder("other.zip")));
    }

    [Fact]
    public void Deflated_entries_are_read_but_no_bombs()
    {
        var pickle = Dictionary(Tensor(Storage("0", 8 * Megabyte), 0, [8 * Megabyte], [1]));
        void Write(string name, int bytes)
        {
            using var zip = ZipFile.Open(InFolder(name), ZipArchiveMode.Create);
            Add(zip, "archive/data.pkl", pickle, CompressionLevel.Optimal);
            Add(zip, "archive/data/0", new byte[bytes], CompressionLevel.Optimal);
        }
        Write("bomb.pth", 32 * Megabyte); // 1000 : 1
        Assert.Contains("unpack to more than 16 times", Error(InFolder("bomb.pth")));

        pickle = Dictionary(Tensor(Storage("0", 1024), 0, [1024], [1]));
        Write("deflated.pth", 4096);
        using var read = PthFile.Read(InFolder("deflated.pth"));
        Assert.Equal(1024, read.Tensors["w"].numel());
    }

    [Fact] // every entry of the directory points to the same bytes: the zip bomb without compression
    public void Zip_entries_that_share_bytes_are_refused()
    {
        WriteZip(InFolder("good.pth"), Dictionary(Tensor(Storage("0", 16384), 0, [16384], [1])), ("archive/data/0", new byte[65536]));
        var good = File.ReadAllBytes(InFolder("good.pth"));
        var (record, end) = (good.AsSpan().LastIndexOf("PK\u0001\u0002"u8), good.AsSpan().LastIndexOf("PK\u0005\u0006"u8));
        var bad = good[..end].ToList();
        for (var i = 1; i < 4; i++)
        {
            var copy = good[record..end];
            copy[copy.AsSpan().IndexOf("data/0"u8) + 5] += (byte)i;
            bad.AddRange(copy);
        }
        var tail = good[end..];
        (tail[8], tail[10]) = ((byte)(tail[8] + 3), (byte)(tail[10] + 3)); // entries
        Int32(BitConverter.ToInt32(tail, 12) + (3 * (end - record))).CopyTo(tail, 12); // size of the directory
        File.WriteAllBytes(InFolder("bad.pth"), [.. bad, .. tail]);
        Assert.Contains("they overlap", Error(InFolder("bad.pth")));
    }

    [Fact] // in the central directory: uncompressed size at byte 24, compressed at 20
    public void Absurd_sizes_in_the_zip_directory_are_refused()
    {
        WriteZip(InFolder("good.pth"), Dictionary(Tensor(Storage("0", 4), 0, [4], [1])), ("archive/data/0", new byte[16]));
        var good = File.ReadAllBytes(InFolder("good.pth"));
        var directory = good.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        foreach (var (field, size) in new[] { (20, int.MaxValue), (20, -2), (20, 15), (24, int.MaxValue), (24, -2), (24, 17), (24, 15) })
        {
            var bad = good.ToArray();
            Int32(size).CopyTo(bad, directory + field);
            File.WriteAllBytes(InFolder("bad.pth"), bad);
            Error(InFolder("bad.pth"));
        }
    }
}
