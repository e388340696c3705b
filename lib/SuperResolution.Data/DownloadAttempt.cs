using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SuperResolution.Datasets;

/// <summary>Fetches one file from one address into its part file; remembers the version that it saw between attempts.</summary>
internal sealed class DownloadAttempt(
    HttpClients clients, DownloadRequest request, Uri address, string part, TimeSpan stall, IProgress<DownloadProgress>? progress)
{
    private const int MaxRedirects = 8;
    private RangeConditionHeaderValue? version; // the validator of the bytes that the part file holds

    /// <summary>Appends to the part file until it is complete and checked.</summary>
    /// <exception cref="DownloadFailure">It is not; the part file holds what can be resumed, or is gone.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        var resumed = have > 0;
        // Without a checksum nobody could tell a file of two editions, so that a resumed one needs the server's word that it is the same.
        if (have > (request.Bytes ?? long.MaxValue) || (request.Checksum is null && version is null)) (have, resumed) = (Discard(), false);
        if (have == 0 || have != request.Bytes) await ReceiveAsync(have, cancellation);
        await CheckAsync(resumed, cancellation);
    }

    private async Task ReceiveAsync(long have, CancellationToken cancellation)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        idle.CancelAfter(stall);
        try
        {
            using var response = await AskAsync(have, idle.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                Discard();
                throw new DownloadFailure("the server has fewer bytes than were received before", isTransient: true);
            }

            var isPart = have > 0 && response.StatusCode == HttpStatusCode.PartialContent;
            if (response.StatusCode != HttpStatusCode.OK && !isPart)
            {
                var code = (int)response.StatusCode;
                throw new DownloadFailure($"the server answers {code} {response.ReasonPhrase}",
                    isTransient: code is 408 or 425 or 429 or >= 500);
            }

            have = isPart ? Continued(response, have) : Discard();
            version = VersionOf(response);
            var total = isPart && response.Content.Headers.ContentRange?.Length is { } whole ? whole
                : have + response.Content.Headers.ContentLength;
            if (total is not null && request.Bytes is not null && total != request.Bytes)
                throw new DownloadFailure($"the server has {total:N0} bytes, expected {request.Bytes:N0}: another file",
                    isTransient: false);
            if (request.Checksum is null && Doubt(response, total ?? request.Bytes) is { } doubt)
                throw new DownloadFailure(doubt, isTransient: false);
            await AppendAsync(response, have, total ?? request.Bytes, idle);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DownloadFailure($"nothing came for {stall.TotalSeconds:0.#} s", isTransient: true);
        }
        catch (HttpRequestException e) when (e.InnerException is DownloadFailure refused)
        {
            throw refused;
        }
        catch (HttpRequestException e)
        {
            throw new DownloadFailure(e.Message.TrimEnd('.'), isTransient: true, e);
        }
        catch (UriFormatException e) // a host that no name server could be asked for
        {
            throw new DownloadFailure(e.Message.TrimEnd('.'), isTransient: false, e);
        }
    }

    /// <summary>Sends the request and follows redirects, and Google Drive's question, by hand, so that each target is checked.</summary>
    private async Task<HttpResponseMessage> AskAsync(long have, CancellationToken cancellation)
    {
        var target = address;
        for (var i = 0; i <= MaxRedirects; i++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, target);
            if (have > 0)
            {
                message.Headers.Range = new RangeHeaderValue(have, null);
                message.Headers.IfRange = version; // another version than before is then sent whole, with status 200
            }

            var response = await clients.For(address, target).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
            Uri? next;
            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
            {
                if (!Uri.TryCreate(target, location, out next))
                    throw new DownloadFailure($"redirects to '{location.OriginalString}', which is no address", isTransient: false);
            }
            else if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/html")
                next = await AnswerAsync(response, target, cancellation);
            else return response;
            response.Dispose();
            if (AddressRules.RefuseRedirect(target, next) is { } reason) throw new DownloadFailure(reason, isTransient: false);
            target = next;
        }

        throw new DownloadFailure($"more than {MaxRedirects} redirects", isTransient: false);
    }

    /// <summary>No file of the kit is a web page: it is Google Drive's question, which is answered, or bad news.</summary>
    private static async Task<Uri> AnswerAsync(HttpResponseMessage response, Uri target, CancellationToken cancellation)
    {
        var page = new byte[ConfirmationPage.MaxBytes];
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var read = 0;
        int more;
        while ((more = await ReadAsync(body, page.AsMemory(read), "within the web page that the server sends", cancellation)) > 0)
            read += more;
        var html = Encoding.UTF8.GetString(page, 0, read);
        return ConfirmationPage.Next(html, target)
            ?? throw new DownloadFailure($"the server sends a web page ('{ConfirmationPage.Title(html)}') instead of the file",
                isTransient: false);
    }

    /// <summary>The position at which a part of the file begins, which is where we asked for one.</summary>
    private long Continued(HttpResponseMessage response, long have)
    {
        var range = response.Content.Headers.ContentRange;
        var isOther = version is not null && VersionOf(response) is { } now && !now.Equals(version);
        if (!isOther && range?.From == have && (range.Length is null || request.Bytes is null || range.Length == request.Bytes))
            return have;
        Discard();
        throw new DownloadFailure($"the server sent another range ({range}) than the one asked " +
            $"for{(isOther ? ", of another version" : "")}", isTransient: true);
    }

    private static RangeConditionHeaderValue? VersionOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? new(tag) : response.Content.Headers.LastModified is { } date ? new(date) : null;

    /// <summary>
    /// Why nobody could tell, without a checksum, whether a body is the whole file as it is; null where its length says so.
    /// </summary>
    private static string? Doubt(HttpResponseMessage response, long? total)
    {
        var codings = response.Content.Headers.ContentEncoding.Concat(response.Headers.TransferEncoding.Select(coding => coding.Value))
            .Where(coding => coding is not ("identity" or "chunked")).ToList();
        if (codings.Count > 0) return $"the server sends the file packed ({string.Join(", ", codings)}), which it was not asked for";
        // The end of the connection is then the only sign of the file's end, and the sign of a broken one too. HTTP/2 has another.
        return total is null && response.Headers.TransferEncodingChunked is not true && response.Version.Major < 2
            ? "the server does not say how long the file is, and no checksum is known that could tell whether it came whole"
            : null;
    }

    /// <summary>Reads from the network, whose errors are told from those of the disk here.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, string what, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException e)
        {
            throw new DownloadFailure($"the connection broke off {what}", isTransient: true, e);
        }
    }

    private async Task AppendAsync(HttpResponseMessage response, long have, long? total, CancellationTokenSource idle)
    {
        var limit = request.Bytes ?? request.MaxBytes;
        await using var body = await response.Content.ReadAsStreamAsync(idle.Token);
        await using var file = new FileStream(part, have == 0 ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.None);
        var buffer = new byte[1 << 17];
        while (await ReadAsync(body, buffer, $"after {have:N0}{(total is null ? "" : $" of {total:N0}")} bytes",
            idle.Token) is > 0 and var read)
        {
            have += read;
            if (have > limit)
            {
                file.Close();
                Discard();
                throw new DownloadFailure($"the server sends more than {limit:N0} bytes", isTransient: false);
            }

            await file.WriteAsync(buffer.AsMemory(0, read), idle.Token);
            idle.CancelAfter(stall);
            progress?.Report(new DownloadProgress(Path.GetFileName(request.Path), have, total));
        }

        if (have < total) throw new DownloadFailure($"the connection ended after {have:N0} of {total:N0} bytes", isTransient: true);
    }

    private async Task CheckAsync(bool resumed, CancellationToken cancellation)
    {
        if (request.Checksum is not { } wanted) return;
        var found = await wanted.OfAsync(part, cancellation);
        if (wanted.Accepts(found)) return;
        Discard();
        // Pieces of two different files can have been put together: once more from the start. A whole wrong file stays wrong.
        throw new DownloadFailure($"{wanted.Show(found)}, expected {FileHash.Short(wanted.Hex)}: damaged or another file",
            isTransient: resumed);
    }

    private long Discard()
    {
        File.Delete(part);
        version = null;
        return 0;
    }
}
