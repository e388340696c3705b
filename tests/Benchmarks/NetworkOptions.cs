using System.Globalization;
using System.Runtime.InteropServices;
using SuperResolution.Platform;

namespace SuperResolution.Benchmarks;

/// <summary>
/// What follows <c>inference</c> or <c>training</c> on the command line: <c>--case rrdb --rounds 9 --python /usr/bin/python3</c>.
/// </summary>
/// <param name="Case">The name of one case, or null for all.</param>
/// <param name="Rounds">Rounds in turns; odd, so that the median is one of them.</param>
/// <param name="Python">The interpreter with PyTorch.</param>
internal sealed record NetworkOptions(string? Case, int Rounds, string Python)
{
    public static NetworkOptions Parse(string[] args)
    {
        var options = new NetworkOptions(null, 9, "/usr/bin/python3");
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new InvalidOperationException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--case" => options with { Case = value },
                "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds % 2 == 1 =>
                    options with { Rounds = rounds },
                "--python" => options with { Python = value },
                _ => throw new InvalidOperationException(
                    $"'{args[i]} {value}' is not understood. Use --case NAME, --rounds N (odd), --python FILE."),
            };
        }
        return options;
    }

    /// <summary>The chosen cases.</summary>
    public IEnumerable<T> Chosen<T>(IReadOnlyList<T> cases, Func<T, string> name)
    {
        if (Case is null) return cases;
        var chosen = cases.Where(one => name(one) == Case).ToList();
        return chosen.Count > 0 ? chosen
            : throw new InvalidOperationException($"There is no case '{Case}'. Cases: {string.Join(", ", cases.Select(name))}.");
    }

    /// <summary>Processor, system, versions: without them a ratio says little.</summary>
    public static string Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        var vectors = System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "AVX-512" : System.Runtime.Intrinsics.X86.Avx2.IsSupported
            ? "AVX2" : "no AVX2";
        return $"{processor ?? RuntimeInformation.ProcessArchitecture.ToString()} ({vectors}), {Environment.ProcessorCount} processors; " +
            $"{Compute.Describe()}";
    }
}
