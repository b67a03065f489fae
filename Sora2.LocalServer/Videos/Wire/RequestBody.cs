using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Sora2.LocalServer.Videos.Wire;

/// <summary>Reads a body, JSON or multipart, within limits. Files go straight to the store that is given; none is held in memory.</summary>
internal static class RequestBody
{
    private const int DeepestJson = 16;
    private const int LongestFileName = 255;
    private const int LongestBoundary = 200;
    private const int MostFiles = 8;

    /// <param name="store">Takes a file's content and answers with its id and length.</param>
    /// <exception cref="ApiException">Neither JSON nor multipart, broken, or too large.</exception>
    public static async Task<RequestFields> ReadAsync(
        HttpContext context, BodyLimits limits, Func<Stream, CancellationToken, Task<(string Id, long Bytes)>>? store = null)
    {
        var request = context.Request;
        if (request.ContentLength > limits.Bytes)
        {
            throw TooLarge(limits.Bytes);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.Bytes;
        }

        var isMultipart = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (isMultipart)
        {
            return await ReadFormAsync(context, type!, limits, store);
        }

        if (type is null || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadJsonAsync(context, limits);
        }

        throw new ApiException(
            StatusCodes.Status400BadRequest, "Unsupported content type: send 'application/json' or 'multipart/form-data'.", null, "unsupported_content_type");
    }

    private static async Task<RequestFields> ReadJsonAsync(HttpContext context, BodyLimits limits)
    {
        var text = await ReadTextAsync(context.Request.Body, Math.Min(limits.Bytes, BodyLimits.TextBytes), context.RequestAborted);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = DeepestJson, AllowDuplicateProperties = false };
            return text.Length == 0
                ? new RequestFields([], new Dictionary<string, ReceivedFile>())
                : JsonNode.Parse(text, documentOptions: options) is JsonObject tree
                ? new RequestFields(tree, new Dictionary<string, ReceivedFile>())
                : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "We could not parse the JSON body of your request: it must be one object.", null, "invalid_json");
        }
    }

    private static async Task<RequestFields> ReadFormAsync(
        HttpContext context, MediaTypeHeaderValue type, BodyLimits limits, Func<Stream, CancellationToken, Task<(string Id, long Bytes)>>? store)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= LongestBoundary })
        {
            throw Broken();
        }

        var form = new FormFields();
        var files = new Dictionary<string, ReceivedFile>(StringComparer.Ordinal);
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body);
            for (var textLeft = BodyLimits.TextBytes; await reader.ReadNextSectionAsync(context.RequestAborted) is { } section;)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                    || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                {
                    throw Broken();
                }

                if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue)
                {
                    files[name] = await ReadFileAsync(section, disposition, name, files, limits, store, context.RequestAborted);
                    continue;
                }

                var text = await ReadTextAsync(section.Body, textLeft, context.RequestAborted);
                textLeft -= text.Length;
                form.Add(name, Encoding.UTF8.GetString(text));
            }
        }
        catch (Exception error) when (error is InvalidDataException || (error is IOException && error is not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested))
        {
            throw Broken();
        }

        return new RequestFields(form.Tree, files);
    }

    private static async Task<ReceivedFile> ReadFileAsync(
        MultipartSection section,
        ContentDispositionHeaderValue disposition,
        string name,
        Dictionary<string, ReceivedFile> files,
        BodyLimits limits,
        Func<Stream, CancellationToken, Task<(string Id, long Bytes)>>? store,
        CancellationToken cancellationToken)
    {
        if (store is null || files.ContainsKey(name) || files.Count == MostFiles)
        {
            throw ApiException.Invalid(name.Length <= 64 ? name : "file", "A file was sent where none is taken.");
        }

        var (id, bytes) = await store(new LimitedStream(section.Body, limits.FileBytes), cancellationToken);
        return new ReceivedFile(PlainName(disposition), id, bytes);
    }

    // The last part of what the client calls it: a name is shown and never opened.
    private static string PlainName(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var plain = string.Concat(name.Where(static letter => !char.IsControl(letter) && !char.IsSurrogate(letter)));
        return plain.Length <= LongestFileName ? plain : plain[..LongestFileName];
    }

    private static async Task<byte[]> ReadTextAsync(Stream stream, long limit, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 14];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (text.Length + count > limit)
            {
                throw TooLarge(limit);
            }

            text.Write(buffer, 0, count);
        }

        return text.ToArray();
    }

    private static ApiException TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than this call takes: at most {limit} bytes.", null, "too_large");

    private static ApiException Broken() =>
        new(StatusCodes.Status400BadRequest, "The multipart body is broken or ended early.", null, "invalid_body");
}
