using System.Text.Json;
using SuperResolution.Models;

namespace SuperResolution.Metrics.Papers;

/// <summary>The data file <c>papers.json</c>: what papers' tables say, and what of the kit stands beside it.</summary>
internal sealed class PaperFile
{
    private static readonly Lazy<PaperFile> read = new(Read);

    private PaperFile(Content content)
    {
        Tables = [.. content.Tables.Select(table => new PaperTable(
            table.Id, table.Title, table.Source, [.. table.Rows.Select(Row)], [.. table.Candidates.Select(Candidate)], table.Notes))];
        Values =
        [
            .. content.Tables.Where(table => table.InOtherTables).SelectMany(table => table.Rows).Where(row => row.Protocol is not null)
                .Concat(content.Values).Select(
                    row => new PaperValue(row.Method, row.Set, row.Scale, row.Protocol!, row.Psnr, row.Ssim, row.Source, row.Shape ?? "")),
        ];
    }

    /// <summary>What was built into the assembly.</summary>
    public static PaperFile Default => read.Value;

    public IReadOnlyList<PaperTable> Tables { get; }

    public IReadOnlyList<PaperValue> Values { get; }

    private static PaperFile Read()
    {
        using var stream = typeof(PaperFile).Assembly.GetManifestResourceStream("papers.json")!;
        return new PaperFile(JsonSerializer.Deserialize<Content>(stream, JsonSerializerOptions.Web)!);
    }

    private static PaperRow Row(RowData row)
    {
        var protocol = row.Protocol is not { } name ? null
            : Protocol.All(row.Scale).FirstOrDefault(one => one.Name == name)
                ?? throw new JsonException($"papers.json: there is no protocol '{name}' at ×{row.Scale}.");
        return new PaperRow(row.Method, row.Set, row.Scale, protocol, row.Psnr, row.Ssim, row.Others ?? "");
    }

    private static PaperCandidate Candidate(CandidateData data)
    {
        Func<EvaluatedMethod, bool> origin = data.Origin switch
        {
            "formula" => method => method.Origin == MethodOrigin.Formula,
            "here" => method => method.Origin == MethodOrigin.Here,
            "none" => _ => false, // a network of the kit that nobody at hand has trained so
            "others" => method => method.Origin == MethodOrigin.Others,
            "authors" => method => method.Origin == MethodOrigin.Others && method.Name.EndsWith("(authors')", StringComparison.Ordinal),
            _ => throw new JsonException($"papers.json: there is no origin '{data.Origin}'."),
        };
        VggLayer? features = data.Features is null ? null : VggLayer.Parse(data.Features);
        return new(
            data.Method,
            method => method.Network == data.Network && origin(method) && (features is null || method.Features == features)
                && (data.DeeperThanBlock is not { } block || method.Features?.Block > block),
            data.Difference is { } text ? method => text.Replace("{training}", method.Training, StringComparison.Ordinal) : null);
    }

    private sealed record Content(IReadOnlyList<TableData> Tables, IReadOnlyList<RowData> Values);

    private sealed record TableData(
        string Id, string Title, string Source, bool InOtherTables, IReadOnlyList<string> Notes, IReadOnlyList<CandidateData> Candidates,
        IReadOnlyList<RowData> Rows);

    private sealed record RowData(
        string Method, string Set, int Scale, string? Protocol, double Psnr, double Ssim, string? Others, string? Shape, string Source);

    private sealed record CandidateData(
        string Method, string Origin, string Network, string? Features, int? DeeperThanBlock, string? Difference);
}
