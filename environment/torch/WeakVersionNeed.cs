// Compiled twice: by MSBuild as an inline task (TorchNative.targets) and by tests/SuperResolution.Tests.
// MSBuild compiles it against .NET Standard 2.0, hence the plain C#.
using System;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace SuperResolution.Build
{
    /// <summary>
    /// Marks one version need of an ELF64 file as weak (VER_FLG_WEAK), so that the dynamic loader accepts a library
    /// that lacks this version. Right only where no symbol that the file uses carries the version.
    /// </summary>
    /// <remarks>
    /// Layout: System V ABI "Sections"; LSB "Symbol Versioning" (SHT_GNU_verneed: Verneed and Vernaux records).
    /// </remarks>
    public static class WeakVersionNeed
    {
        private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
        private const uint NoBitsSection = 8;               // SHT_NOBITS: takes no room in the file
        private const byte Weak = 2;                        // VER_FLG_WEAK
        private const int HeaderSize = 64;
        private const int SectionHeaderSize = 64;

        /// <summary>Sets the weak flag in <paramref name="elf"/>. Returns how many entries were not weak before.</summary>
        /// <exception cref="InvalidDataException">Not a complete little-endian ELF64 file.</exception>
        public static int Mark(byte[] elf, string version)
        {
            if (elf.Length < 4 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F')
                throw new InvalidDataException("it is not an ELF file");
            Checked(elf, 0, HeaderSize);
            if (elf[4] != 2 || elf[5] != 1)
                throw new InvalidDataException("it is not a 64-bit little-endian ELF file");

            var sections = Offset(elf, 0x28);
            var count = U16(elf, 0x3c);
            if (count > 0 && U16(elf, 0x3a) != SectionHeaderSize)
                throw new InvalidDataException("its section headers have an unknown size");
            Checked(elf, sections, count * SectionHeaderSize);
            // The whole file first: a change to a file whose end is missing would only hide the damage.
            for (var i = 0; i < count; i++)
            {
                var section = sections + i * SectionHeaderSize;
                if (U32(elf, section + 4) != NoBitsSection)
                    Range(elf, section + 24);
            }
            var marked = 0;
            for (var i = 0; i < count; i++)
            {
                var section = sections + i * SectionHeaderSize;
                if (U32(elf, section + 4) == VersionNeedSection)
                    marked += MarkSection(elf, section, Offset(elf, sections + (long)U32(elf, section + 40) * SectionHeaderSize + 24),
                        version);
            }
            return marked;
        }

        private static int MarkSection(byte[] elf, long section, long names, string version)
        {
            var marked = 0;
            var need = Offset(elf, section + 24);
            for (var files = U32(elf, section + 44); files > 0; files--) // sh_info: number of Verneed records
            {
                var entry = need + U32(elf, need + 8); // vn_aux
                for (int entries = U16(elf, need + 2); entries > 0; entries--) // vn_cnt
                {
                    if (Name(elf, names + U32(elf, entry + 8)) == version && (U16(elf, entry + 4) & Weak) == 0)
                    {
                        elf[entry + 4] |= Weak;
                        marked++;
                    }
                    var next = U32(elf, entry + 12); // vna_next
                    if (next == 0) break;
                    entry += next;
                }
                var following = U32(elf, need + 12); // vn_next
                if (following == 0) break;
                need += following;
            }
            return marked;
        }

        private static long Checked(byte[] elf, long at, int size)
        {
            if (at < 0 || at > elf.Length - size)
                throw new InvalidDataException("it is truncated: " + size + " bytes at " + at + " are needed, the file has " + elf.Length);
            return at;
        }

        private static ushort U16(byte[] elf, long at) => BitConverter.ToUInt16(elf, (int)Checked(elf, at, 2));

        private static uint U32(byte[] elf, long at) => BitConverter.ToUInt32(elf, (int)Checked(elf, at, 4));

        private static long Offset(byte[] elf, long at) => Checked(elf, (long)BitConverter.ToUInt64(elf, (int)Checked(elf, at, 8)), 1);

        /// <summary>Checks that the bytes lie within the file to which the offset and the size at <paramref name="at"/> point.</summary>
        private static void Range(byte[] elf, long at)
        {
            var start = BitConverter.ToUInt64(elf, (int)Checked(elf, at, 16));
            var size = BitConverter.ToUInt64(elf, (int)at + 8);
            if (start > (ulong)elf.Length || size > (ulong)elf.Length - start)
                throw new InvalidDataException(
                    "it is truncated: " + size + " bytes at " + start + " are needed, the file has " + elf.Length);
        }

        private static string Name(byte[] elf, long at)
        {
            var end = Array.IndexOf(elf, (byte)0, (int)Checked(elf, at, 1));
            if (end < 0)
                throw new InvalidDataException("it is truncated: a name has no end");
            return Encoding.ASCII.GetString(elf, (int)at, end - (int)at);
        }
    }

    /// <summary>The MSBuild task around <see cref="WeakVersionNeed"/>.</summary>
    public sealed class WeakenVersionNeed : Microsoft.Build.Utilities.Task
    {
        /// <summary>
        /// The file to change: replaced by rename, so that a hard link into the NuGet cache is cut and never written through.
        /// </summary>
        [Required]
        public string File { get; set; } = "";

        /// <summary>The version to weaken, e.g. GLIBCXX_3.4.32.</summary>
        [Required]
        public string Version { get; set; } = "";

        /// <summary>The system's library that defines the version where it is new enough; then nothing is done.</summary>
        [Required]
        public string Library { get; set; } = "";

        /// <summary>Folders searched for <see cref="Library"/>; empty means LD_LIBRARY_PATH and the loader's usual ones.</summary>
        public string[] Folders { get; set; } = new string[0];

        public override bool Execute()
        {
            var temporary = File + "." + Guid.NewGuid().ToString("N") + ".tmp";
            try
            {
                if (SystemDefinesVersion())
                    return true;

                var elf = System.IO.File.ReadAllBytes(File);
                if (WeakVersionNeed.Mark(elf, Version) == 0)
                    return true;
                System.IO.File.WriteAllBytes(temporary, elf);
                // The same time stamp as the package's file: the next build's copy step then leaves this one alone.
                System.IO.File.SetLastWriteTimeUtc(temporary, System.IO.File.GetLastWriteTimeUtc(File));
                System.IO.File.Replace(temporary, File, null);
                Log.LogMessage(MessageImportance.High, "{0}: {1} marked as weak, since {2} here does not define it.",
                    Path.GetFileName(File), Version, Library);
                return true;
            }
            catch (Exception error) when (error is InvalidDataException || error is IOException || error is UnauthorizedAccessException)
            {
                Log.LogError("{0} cannot be made to load on this system: {1}. Nothing was changed. Delete the file and the package " +
                    "folder that it came from, then build again.", File, error.Message.TrimEnd('.'));
                return false;
            }
            finally
            {
                if (System.IO.File.Exists(temporary))
                    System.IO.File.Delete(temporary);
            }
        }

        /// <summary>
        /// Whether every copy of the library that the loader may find defines the version. One that does not is enough
        /// to go on: LD_LIBRARY_PATH may differ when the program runs, and a weak need does no harm where the version is there.
        /// </summary>
        private bool SystemDefinesVersion()
        {
            var folders = Folders.Length > 0 ? Folders : (Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "").Split(':')
                .Concat(new[] { "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib", "/lib" })
                    .ToArray();
            var found = folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, Library))
                .Where(System.IO.File.Exists).ToArray();
            return found.Length > 0 && found.All(file => Contains(System.IO.File.ReadAllBytes(file), Version));
        }

        private static bool Contains(byte[] file, string text)
        {
            var wanted = Encoding.ASCII.GetBytes(text + "\0");
            for (var at = Array.IndexOf(file, wanted[0]); at >= 0 && at <= file.Length - wanted.Length;
                at = Array.IndexOf(file, wanted[0], at + 1))
            {
                var same = 1;
                while (same < wanted.Length && file[at + same] == wanted[same]) same++;
                if (same == wanted.Length) return true;
            }
            return false;
        }
    }
}
