using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SuperResolution.Datasets;

/// <summary>Fetches one file from one address into its part file; remembers the version that it saw between attempts.</summary>
internal sealed class DownloadAttempt(HttpClients clients, DownloadRequest request, Uri address, string part, TimeSpan stall, IProgress<DownloadProgress>? progress)
{
    private const int MaxRedirects = 8;
    private RangeConditionHeaderValue? version; // the validator of the bytes that the part file holds

    /// <summary>Appends to the part file until it is complete and checked.</summary>
    /// <exception cref="DownloadFailure">It is not; the part file holds what can be resumed, or is gone.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        var resumed = have > 0;
        if (have > (request.Bytes ?? long.MaxValue)) (have, resumed) = (Discard(), false);
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

            if (!response.IsSuccessStatusCode)
            {
                var code = (int)response.StatusCode;
                throw new DownloadFailure($"the server answers {code} {response.ReasonPhrase}", isTransient: code is 408 or 425 or 429 or >= 500);
            }

            have = StartOf(response, have);
            version = response.Headers.ETag is { IsWeak: false } tag ? new(tag) : response.Content.Headers.LastModified is { } date ? new(date) : null;
            var announced = have + response.Content.Headers.ContentLength;
            if (announced is not null && request.Bytes is not null && announced != request.Bytes)
                throw new DownloadFailure($"the server has {announced:N0} bytes, expected {request.Bytes:N0}: another file", isTransient: false);
            await AppendAsync(response, have, announced ?? request.Bytes, idle);
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
            Uri next;
            if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location) next = new Uri(target, location);
            else if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/html") next = await AnswerAsync(response, target, cancellation);
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
        var html = Encoding.UTF8.GetString(page, 0, await body.ReadAtLeastAsync(page, page.Length, throwOnEndOfStream: false, cancellation));
        return ConfirmationPage.Next(html, target) ?? throw new DownloadFailure($"the server sends a web page ('{ConfirmationPage.Title(html)}') instead of the file", isTransient: false);
    }

    /// <summary>The position at which the body starts: where we asked for, or 0 when the server ignores ranges.</summary>
    private long StartOf(HttpResponseMessage response, long have)
    {
        if (have == 0) return 0;
        if (response.StatusCode != HttpStatusCode.PartialContent) return Discard();
        var range = response.Content.Headers.ContentRange;
        if (range?.From == have && (range.Length is null || request.Bytes is null || range.Length == request.Bytes)) return have;
        Discard();
        throw new DownloadFailure($"the server sent another range ({range}) than the one asked for", isTransient: true);
    }

    private async Task AppendAsync(HttpResponseMessage response, long have, long? total, CancellationTokenSource idle)
    {
        var limit = request.Bytes ?? request.MaxBytes;
        await using var body = await response.Content.ReadAsStreamAsync(idle.Token);
        await using var file = new FileStream(part, have == 0 ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.None);
        var buffer = new byte[1 << 17];
        while (true)
        {
            int read;
            try
            {
                read = await body.ReadAsync(buffer, idle.Token);
            }
            catch (IOException e) // the network's; one of the disk's is not caught here
            {
                throw new DownloadFailure($"the connection broke off after {have:N0}{(total is null ? "" : $" of {total:N0}")} bytes", isTransient: true, e);
            }

            if (read == 0) break;
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

        if (have < request.Bytes) throw new DownloadFailure($"the connection ended after {have:N0} of {request.Bytes:N0} bytes", isTransient: true);
    }

    private async Task CheckAsync(bool resumed, CancellationToken cancellation)
    {
        if (request.Checksum is not { } wanted) return;
        var found = await wanted.OfAsync(part, cancellation);
        if (wanted.Accepts(found)) return;
        Discard();
        // Pieces of two different files can have been put together: once more from the start. A whole wrong file stays wrong.
        throw new DownloadFailure($"{wanted.Show(found)}, expected {FileHash.Short(wanted.Hex)}: damaged or another file", isTransient: resumed);
    }

    private long Discard()
    {
        File.Delete(part);
        version = null;
        return 0;
    }
}
