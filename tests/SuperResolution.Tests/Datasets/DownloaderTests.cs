using System.Security.Cryptography;
using System.Text;
using SuperResolution.Datasets;

namespace SuperResolution.Tests.Datasets;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] file = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 + i / 251))];
    private static readonly string sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
    private readonly TemporaryFolder folder = new();
    private readonly Downloader downloader =
        new(new DownloadSettings { Retries = 3, FirstDelay = TimeSpan.Zero, StallTimeout = TimeSpan.FromSeconds(20) });
    private readonly Downloader impatient = new(new DownloadSettings { Retries = 0, StallTimeout = TimeSpan.FromSeconds(20) });

    public void Dispose() => folder.Dispose();

    private DownloadRequest Checked(params Uri[] addresses) =>
        new(addresses, folder["a.png"]) { Bytes = file.Length, Checksum = Checksum.Sha256(sha256) };

    private async Task<string> FailAsync(Downloader with, DownloadRequest request) =>
        (await Assert.ThrowsAsync<DownloadException>(() => with.DownloadAsync(request))).Message;

    [Fact]
    public async Task A_file_arrives_whole_and_nothing_else_is_left()
    {
        using var server = new LoopbackServer(r => LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
        Assert.Equal(["a.png"], folder.Content);
    }

    [Fact]
    public async Task A_broken_connection_is_resumed_where_it_broke_and_only_for_the_same_version()
    {
        using var server = new LoopbackServer(r => r.Number == 1
            ? LoopbackServer.Response(file.AsSpan(0, 100_000), length: file.Length, extra: "ETag: \"v1\"\r\n")
            : LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(100_000, server.Requests[1].From);
        Assert.Equal("\"v1\"", server.Requests[1].Headers["If-Range"]);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_fetched_anew()
    {
        using var server = new LoopbackServer(r => r.Number == 1
            ? LoopbackServer.Response(new byte[100_000], length: file.Length, extra: "ETag: \"old\"\r\n")
            : LoopbackServer.Honest(r, file, "\"new\""));
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_costs_time_but_not_the_file()
    {
        using var server = new LoopbackServer(
            r => LoopbackServer.Response(r.Number == 1 ? file.AsSpan(0, 1000) : file, length: file.Length));
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(1000, server.Requests[1].From);
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_server_that_sends_another_range_than_asked_for_is_asked_again_from_the_start()
    {
        using var server = new LoopbackServer(r => r.Number switch
        {
            1 => LoopbackServer.Response(file.AsSpan(0, 1000), length: file.Length),
            2 => LoopbackServer.Response(file.AsSpan(500), "206 Partial Content",
            extra: $"Content-Range: bytes 500-{file.Length - 1}/{file.Length}\r\n"),
            _ => LoopbackServer.Honest(r, file),
        });
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(0, server.Requests[2].From);
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task What_a_server_that_always_breaks_off_sent_is_kept_and_resumed_by_the_next_process()
    {
        var healthy = false;
        using var server = new LoopbackServer(r => healthy ? LoopbackServer.Honest(r, file)
            : r.From == 0 ? LoopbackServer.Response(file.AsSpan(0, 5000), length: file.Length)
            : LoopbackServer.Response([], "206 Partial Content", file.Length - r.From,
                $"Content-Range: bytes {r.From}-{file.Length - 1}/{file.Length}\r\n"));
        var message = await FailAsync(downloader, Checked(server.Address("a.png")));
        Assert.Equal(["a.png.part"], folder.Content);
        Assert.Contains("a.png could not be downloaded", message);
        Assert.Contains($"5,000 bytes are kept in {folder["a.png.part"]}", message);
        Assert.Equal(4, server.Requests.Count);

        healthy = true;
        await new Downloader().DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(5000, server.Requests[^1].From);
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_part_of_another_file_is_thrown_away_after_the_checksum_and_fetched_again()
    {
        folder.Write("a.png.part", new byte[5000]);
        using var server = new LoopbackServer(r => LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal([5000, 0], server.Requests.Select(r => r.From));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task Without_a_checksum_an_old_part_is_not_trusted()
    {
        folder.Write("a.png.part", new byte[5000]);
        using var server = new LoopbackServer(r => LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(new DownloadRequest([server.Address("a.png")], folder["a.png"]));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_content_length_that_is_too_large_leaves_a_part_and_names_both_numbers()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response(file, length: 400_000));
        var message = await FailAsync(impatient, new DownloadRequest([server.Address("a.png")], folder["a.png"]));
        Assert.Contains("broke off after 300,000 of 400,000 bytes", message);
        Assert.Empty(folder.Content); // no checksum: nothing that could be resumed safely
    }

    [Fact]
    public async Task A_content_length_that_is_not_the_expected_one_is_refused_before_the_first_byte()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response(file, length: 200_000));
        Assert.Contains("the server has 200,000 bytes, expected 300,000", await FailAsync(downloader, Checked(server.Address("a.png"))));
        Assert.Empty(folder.Content);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_content_length_that_is_too_small_is_found_by_the_checksum()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response(file, length: 200_000));
        var message = await FailAsync(
            impatient, new DownloadRequest([server.Address("a.png")], folder["a.png"]) { Checksum = Checksum.Sha256(sha256) });
        Assert.Contains($"expected {sha256[..8]}…", message);
        Assert.Empty(folder.Content);
    }

    [Fact]
    public async Task Wrong_bytes_of_the_right_length_leave_nothing_behind_and_are_not_asked_for_again()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response(new byte[file.Length]));
        var message = await FailAsync(downloader, Checked(server.Address("a.png")));
        Assert.Contains($"expected {sha256[..8]}…: damaged or another file", message);
        Assert.Contains("a.png", message);
        Assert.Contains("fetch the file by hand", message);
        Assert.Empty(folder.Content);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task An_endless_body_is_cut_at_the_expected_length()
    {
        using var server = new LoopbackServer(
            _ => [.. Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), .. file, .. file, .. file]);
        Assert.Contains("sends more than 300,000 bytes", await FailAsync(downloader, Checked(server.Address("a.png"))));
        Assert.Empty(folder.Content);
    }

    [Fact]
    public async Task The_second_address_is_asked_when_the_first_has_not_got_it()
    {
        using var server = new LoopbackServer(
            r => r.Path == "gone.png" ? LoopbackServer.Response([], "404 Not Found") : LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("gone.png"), server.Address("a.png")));
        Assert.Equal(["gone.png", "a.png"], server.Requests.Select(r => r.Path)); // 404 is not retried
    }

    [Fact]
    public async Task An_overloaded_server_is_asked_again()
    {
        using var server = new LoopbackServer(
            r => r.Number < 3 ? LoopbackServer.Response([], "503 Service Unavailable") : LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("http://example.org/a.png")]
    [InlineData("ftp://example.org/a.png")]
    [InlineData("file:///etc/hosts")]
    public async Task Only_https_and_the_loopback_address_are_asked(string address)
    {
        Assert.Contains("only https", await FailAsync(downloader, Checked(new Uri(address))));
        Assert.Empty(folder.Content);
    }

    [Theory]
    [InlineData("http://example.org/a.png")]
    [InlineData("file:///etc/hosts")]
    public async Task A_redirect_to_another_scheme_is_refused(string target)
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response([], "302 Found", extra: $"Location: {target}\r\n"));
        Assert.Contains($"redirects to {target}", await FailAsync(downloader, Checked(server.Address("a.png"))));
        Assert.Empty(folder.Content);
    }

    [Theory]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://192.168.1.1/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[fd00::1]/x")]
    [InlineData("https://169.254.169.254/x")]
    public void A_public_server_may_not_redirect_into_this_network(string target) =>
        Assert.Contains("inside this network", AddressRules.RefuseRedirect(new Uri("https://example.org/"), new Uri(target)));

    [Fact]
    public async Task A_name_that_stands_for_this_machine_is_not_connected_to_after_a_redirect_from_outside()
    {
        using var server = new LoopbackServer(request => LoopbackServer.Honest(request, file));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => new HttpClients().Outside.GetAsync(
                $"http://localhost:{server.Address("a.png").Port}/a.png", TestContext.Current.CancellationToken));
        Assert.Contains("an address inside this network", Assert.IsType<DownloadFailure>(error.InnerException).Message);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1", true), InlineData("::1", true), InlineData("10.1.2.3", true), InlineData("172.31.0.1", true),
        InlineData("192.168.0.7", true), InlineData("169.254.169.254", true), InlineData("fe80::1", true)]
    [InlineData("fd00::1", true), InlineData("::ffff:10.0.0.1", true), InlineData("0.0.0.0", true), InlineData("100.64.0.1", true),
        InlineData("8.8.8.8", false), InlineData("172.32.0.1", false), InlineData("2001:4860:4860::8888", false)]
    public void Addresses_inside_and_outside(string address, bool inside) =>
        Assert.Equal(inside, AddressRules.IsInside(System.Net.IPAddress.Parse(address)));

    [Fact]
    public async Task Google_Drives_question_is_answered()
    {
        const string Page = "<html><head><title>Google Drive - Virus scan warning</title></head><body><form id=\"download-form\" " +
            "action=\"/really\" method=\"get\">"
            + "<input type=\"hidden\" name=\"id\" value=\"1aB\"><input type=\"hidden\" name=\"confirm\" value=\"t\"><input " +
                "type=\"hidden\" name=\"uuid\" value=\"3-4&amp;5\"></form></body></html>";
        using var server = new LoopbackServer(request => request.Path.StartsWith("really", StringComparison.Ordinal)
            ? LoopbackServer.Honest(request, file)
            : LoopbackServer.Response(System.Text.Encoding.UTF8.GetBytes(Page), extra: "Content-Type: text/html; charset=utf-8\r\n"));
        await impatient.DownloadAsync(Checked(server.Address("download?id=1aB&confirm=t")), null, TestContext.Current.CancellationToken);
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
        Assert.Equal("really?id=1aB&confirm=t&uuid=3-4%265", server.Requests[1].Path);
    }

    [Theory]
    [InlineData("<input type=\"hidden\" name=\"confirm\" value=\"t\"><form ", " action=", "")]
    [InlineData("<input", " type=\"hidden\" name=\"a\"", "")]
    [InlineData("", "<input type=\"hidden\" name=\"a", "")]
    [InlineData("", "<form <input <title>", ">")]
    public void A_web_page_that_is_made_to_be_slow_to_search_is_searched_in_one_pass(string start, string again, string end)
    {
        var page = start + string.Concat(Enumerable.Repeat(again, (ConfirmationPage.MaxBytes - start.Length - end.Length) / again.Length))
            + end;
        Assert.Null(ConfirmationPage.Next(page, new Uri("https://example.org/")));
        Assert.NotNull(ConfirmationPage.Title(page));
    }

    [Fact]
    public async Task A_web_page_in_place_of_the_file_is_named()
    {
        using var server = new LoopbackServer(
            _ => LoopbackServer.Response("<title>Quota exceeded</title>"u8, extra: "Content-Type: text/html\r\n"));
        Assert.Contains("the server sends a web page ('Quota exceeded') instead of the file",
            await FailAsync(impatient, Checked(server.Address("a.png"))));
        Assert.Single(server.Requests);
        Assert.Empty(folder.Content);
    }

    [Fact]
    public async Task An_honest_redirect_is_followed()
    {
        using var server = new LoopbackServer(
            r => r.Path == "old" ? LoopbackServer.Response([], "302 Found", extra: "Location: /new\r\n") : LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("old")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Theory]
    [InlineData("//"), InlineData("http://["), InlineData("https://"), InlineData("https://a.invalid:99999/"), InlineData("https:///"),
        InlineData("http://127.0.0.1:x/")]
    public async Task A_redirect_to_what_is_no_address_ends_one_address_and_the_next_is_asked(string location)
    {
        using var server = new LoopbackServer(
            r => r.Path == "bad" ? LoopbackServer.Response([], "302 Found", extra: $"Location: {location}\r\n")
            : LoopbackServer.Honest(r, file));
        await impatient.DownloadAsync(Checked(server.Address("bad"), server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
        Assert.Contains("a.png could not be downloaded", await FailAsync(impatient, Checked(server.Address("bad"))));
    }

    [Theory]
    [InlineData("http://["), InlineData("//"), InlineData("https://xn--\u00e4.invalid/"), InlineData("https://a\u200b\u00ad.invalid/"),
        InlineData("mailto:"), InlineData("javascript:x")]
    public async Task A_form_that_leads_to_what_is_no_address_ends_one_address_and_the_next_is_asked(string action)
    {
        var page = Encoding.UTF8.GetBytes($"<form action=\"{action}\"><input type=\"hidden\" name=\"confirm\" value=\"t\"></form>");
        using var server = new LoopbackServer(
            r => r.Path == "bad" ? LoopbackServer.Response(page, extra: "Content-Type: text/html\r\n") : LoopbackServer.Honest(r, file));
        await impatient.DownloadAsync(Checked(server.Address("bad"), server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task An_address_that_is_not_complete_and_a_web_page_that_breaks_off_end_one_address_and_the_next_is_asked()
    {
        using var server = new LoopbackServer(
            r => r.Path == "bad" ? LoopbackServer.Response("<title>x"u8, length: 5000, extra: "Content-Type: text/html\r\n")
            : LoopbackServer.Honest(r, file));
        await impatient.DownloadAsync(Checked(new Uri("//", UriKind.Relative), server.Address("bad"), server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    /// <summary>What a server must not get away with when nobody knows the file's checksum.</summary>
    public static TheoryData<string, string, string> Doubtful => new()
    {
        { "206 Partial Content", $"Content-Length: 1000\r\nContent-Range: bytes 0-999/{file.Length}\r\n", "206" },
        { "206 Partial Content", "Content-Length: 1000\r\n", "206" },
        { "204 No Content", "", "204" },
        { "200 OK", "Content-Length: 1000\r\nContent-Encoding: gzip\r\n", "packed (gzip)" },
        { "200 OK", "Content-Length: 1000\r\nContent-Encoding: br, x-own\r\n", "packed (br, x-own)" },
        { "200 OK", "", "does not say how long the file is" },
    };

    [Theory, MemberData(nameof(Doubtful))]
    public async Task Without_a_checksum_what_may_not_be_the_whole_file_is_not_kept_and_the_next_address_is_asked(
        string status, string head, string reason)
    {
        using var server = new LoopbackServer(
            r => r.Path == "a.png" ? LoopbackServer.Honest(r, file)
            : [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{head}\r\n"),
                .. status[..3] == "204" ? [] : file.AsSpan(0, 1000)]);
        Assert.Contains(reason, await FailAsync(impatient, new DownloadRequest([server.Address("bad")], folder["a.png"])));
        Assert.Empty(folder.Content);
        await impatient.DownloadAsync(new DownloadRequest([server.Address("bad"), server.Address("a.png")], folder["a.png"]));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_checksum_allows_what_servers_say_wrongly_of_a_packed_file()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response(file, extra: "Content-Encoding: x-gzip\r\n"));
        await impatient.DownloadAsync(Checked(server.Address("a.png")));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
        Assert.Equal("identity", server.Requests[0].Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task Without_a_checksum_a_file_is_resumed_only_where_the_server_says_which_version_it_sends()
    {
        using var server = new LoopbackServer(r => r.Number == 1
            ? LoopbackServer.Response(new byte[1000], length: file.Length)
            : r.From == 0 ? LoopbackServer.Response(file)
                : LoopbackServer.Response(file.AsSpan(r.From), "206 Partial Content",
                    extra: $"Content-Range: bytes {r.From}-{file.Length - 1}/{file.Length}\r\n"));
        await downloader.DownloadAsync(new DownloadRequest([server.Address("a.png")], folder["a.png"]));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_part_that_ends_before_the_file_does_is_followed_by_the_next_part()
    {
        using var server = new LoopbackServer(r => r.Number switch
        {
            1 => LoopbackServer.Response(file.AsSpan(0, 100_000), length: file.Length, extra: "ETag: \"v1\"\r\n"),
            2 => LoopbackServer.Response(file.AsSpan(r.From, 50_000), "206 Partial Content",
            extra: $"ETag: \"v1\"\r\nContent-Range: bytes {r.From}-{r.From + 49_999}/{file.Length}\r\n"),
            _ => LoopbackServer.Honest(r, file),
        });
        await downloader.DownloadAsync(new DownloadRequest([server.Address("a.png")], folder["a.png"]));
        Assert.Equal([0, 100_000, 150_000], server.Requests.Select(r => r.From));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_part_of_another_version_is_not_put_behind_the_one_that_is_there()
    {
        using var server = new LoopbackServer(r => r.Number switch
        {
            1 => LoopbackServer.Response(new byte[100_000], length: file.Length, extra: "ETag: \"old\"\r\n"),
            2 => LoopbackServer.Response(file.AsSpan(r.From), "206 Partial Content",
            extra: $"ETag: \"new\"\r\nContent-Range: bytes {r.From}-{file.Length - 1}/{file.Length}\r\n"),
            _ => LoopbackServer.Honest(r, file, "\"new\""),
        });
        await downloader.DownloadAsync(new DownloadRequest([server.Address("a.png")], folder["a.png"]));
        Assert.Equal(file, File.ReadAllBytes(folder["a.png"]));
    }

    [Fact]
    public async Task A_redirect_in_a_circle_ends()
    {
        using var server = new LoopbackServer(_ => LoopbackServer.Response([], "302 Found", extra: "Location: /again\r\n"));
        Assert.Contains("more than 8 redirects", await FailAsync(downloader, Checked(server.Address("a.png"))));
    }

    [Fact]
    public async Task A_cancelled_download_keeps_its_part()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new LoopbackServer(r => LoopbackServer.Honest(r, file));
        var stop = new Callback(p => cancel.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => downloader.DownloadAsync(Checked(server.Address("a.png")), stop, cancel.Token));
        Assert.Equal(["a.png.part"], folder.Content);
    }

    [Fact]
    public async Task Progress_ends_at_the_length_of_the_file()
    {
        var last = default(DownloadProgress);
        using var server = new LoopbackServer(r => LoopbackServer.Honest(r, file));
        await downloader.DownloadAsync(Checked(server.Address("a.png")), new Callback(p => last = p));
        Assert.Equal(new DownloadProgress("a.png", file.Length, file.Length), last);
    }

    private sealed class Callback(Action<DownloadProgress> action) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => action(value);
    }
}
