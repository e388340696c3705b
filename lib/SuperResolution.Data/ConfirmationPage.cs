using System.Net;
using System.Text.RegularExpressions;

namespace SuperResolution.Datasets;

/// <summary>The page that Google Drive sends in place of a large file: "cannot be scanned for viruses, download anyway?"</summary>
internal static partial class ConfirmationPage
{
    /// <summary>More than this of a page is never read.</summary>
    public const int MaxBytes = 1 << 18;

    /// <summary>
    /// The address that its button leads to; null when the page is another one, such as "too many users have downloaded this file".
    /// </summary>
    public static Uri? Next(string html, Uri page)
    {
        var fields = HiddenField().Matches(html)
            .Select(m => (Name: m.Groups["name"].Value, Value: WebUtility.HtmlDecode(m.Groups["value"].Value))).ToList();
        if (!fields.Exists(f => f.Name == "confirm") || Form().Match(html) is not { Success: true } form) return null;
        var query = string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}"));
        return Uri.TryCreate(page, WebUtility.HtmlDecode(form.Groups["action"].Value), out var action)
            && Uri.TryCreate(action, "?" + query, out var next) ? next : null;
    }

    /// <summary>What a page calls itself, for messages.</summary>
    public static string Title(string html) =>
        TitleTag().Match(html) is { Success: true } title ? WebUtility.HtmlDecode(title.Groups["text"].Value).Trim() : "no title";

    [GeneratedRegex("<form[^>]*\\saction=\"(?<action>[^\"]+)\"", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*\\stype=\"hidden\"[^>]*\\sname=\"(?<name>[^\"]+)\"[^>]*\\svalue=\"(?<value>[^\"]*)\"",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HiddenField();

    [GeneratedRegex("<title>(?<text>[^<]{1,200})", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex TitleTag();
}
