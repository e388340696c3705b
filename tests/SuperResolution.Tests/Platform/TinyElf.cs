using System.Text;

namespace SuperResolution.Tests.Platform;

/// <summary>The smallest ELF64 file with a version need section: header, strings, needs, section headers.</summary>
internal static class TinyElf
{
    private const int HeaderSize = 64;

    /// <param name="sectionsFirst">Whether the section headers stand before the data, as some tools write them.</param>
    /// <param name="versions">What the file needs of libstdc++.so.6.</param>
    public static byte[] WithNeeds(bool sectionsFirst, params string[] versions)
    {
        var names = new MemoryStream();
        uint NameAt(string name)
        {
            var at = (uint)names.Length;
            names.Write(Encoding.ASCII.GetBytes(name + "\0"));
            return at;
        }

        NameAt("");
        var library = NameAt("libstdc++.so.6");
        var offsets = versions.Select(NameAt).ToArray();
        var needs = Needs(library, offsets);

        const int sections = 3; // null, .dynstr, .gnu.version_r
        var table = sectionsFirst ? HeaderSize : HeaderSize + (int)names.Length + needs.Length;
        var data = sectionsFirst ? HeaderSize + sections * HeaderSize : HeaderSize;
        var elf = new byte[HeaderSize + (int)names.Length + needs.Length + sections * HeaderSize];
        using var writer = new BinaryWriter(new MemoryStream(elf));
        writer.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]);
        At(0x28).Write((ulong)table);                      // e_shoff
        At(0x3a).Write((ushort)HeaderSize);                // e_shentsize
        writer.Write((ushort)sections);                    // e_shnum
        Section(1, 3, data, (int)names.Length, 0, 0);      // SHT_STRTAB
        Section(2, 0x6ffffffe, data + (int)names.Length, needs.Length, link: 1, info: 1);
        At(data).Write(names.ToArray());
        writer.Write(needs);
        return elf;

        BinaryWriter At(int position)
        {
            writer.Seek(position, SeekOrigin.Begin);
            return writer;
        }

        void Section(int index, uint type, int offset, int size, uint link, uint info)
        {
            At(table + index * HeaderSize + 4).Write(type);
            At(table + index * HeaderSize + 24).Write((ulong)offset);
            writer.Write((ulong)size);
            writer.Write(link);
            writer.Write(info);
        }
    }

    private static byte[] Needs(uint library, uint[] versions)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((ushort)1);                           // vn_version
        writer.Write((ushort)versions.Length);             // vn_cnt
        writer.Write(library);                             // vn_file
        writer.Write(16u);                                 // vn_aux
        writer.Write(0u);                                  // vn_next
        for (var i = 0; i < versions.Length; i++)
        {
            writer.Write(0u);                              // vna_hash
            writer.Write((ushort)0);                       // vna_flags
            writer.Write((ushort)(i + 2));                 // vna_other
            writer.Write(versions[i]);                     // vna_name
            writer.Write(i < versions.Length - 1 ? 16u : 0u); // vna_next
        }
        return bytes.ToArray();
    }
}
