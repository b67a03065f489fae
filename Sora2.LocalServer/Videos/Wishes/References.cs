using System.Buffers.Text;
using System.Text;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Frames;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Files;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>Pictures that calls hang on: a file part, a stored file or a data URL. Addresses are never opened.</summary>
internal sealed class References(UploadStore uploads, FileStore files)
{
    // The API's own limit of the text.
    private const int LongestUrl = 20_971_520;
    private const int HeadBytes = 256 * 1024;

    /// <summary>Takes a file part of a body. What comes back is a media id.</summary>
    public async Task<(string Id, long Bytes)> StoreAsync(Stream content, CancellationToken cancellationToken)
    {
        var id = await uploads.AddAsync(content, cancellationToken);
        return (id, content.Position);
    }

    /// <summary>The media id of the picture under a name, or null when none was sent.</summary>
    /// <exception cref="ApiException">No picture, or not exactly one.</exception>
    public async Task<string?> PictureAsync(RequestFields fields, string name, CancellationToken cancellationToken)
    {
        if (fields.File(name) is { } file)
        {
            return fields.Node(name) is null ? await CheckedAsync(file.Id, name, cancellationToken) : throw OneOf(name);
        }

        if (fields.Object(name) is not { } reference)
        {
            return null;
        }

        var (fileId, url) = (RequestFields.Text(reference, "file_id", name), RequestFields.Text(reference, "image_url", name));
        if (fileId is null == url is null)
        {
            throw OneOf(name);
        }

        await using var content = fileId is null ? Decode(url!, name) : files.Open(fileId).Content;
        return await CheckedAsync(await uploads.AddAsync(content, cancellationToken), name, cancellationToken);
    }

    /// <summary>Refuses a first frame that is not exactly as large as the video.</summary>
    /// <exception cref="ApiException">In the words that clients know.</exception>
    public async Task CheckSizeAsync(string mediaId, int width, int height, CancellationToken cancellationToken)
    {
        var head = await HeadAsync(mediaId, cancellationToken);
        var header = StillHeader.Read(MediaSniffer.Sniff(head), head);
        var lies = header.Orientation >= 5;
        if ((lies ? header.Height : header.Width) != width || (lies ? header.Width : header.Height) != height)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "Inpaint image must match the requested width and height");
        }
    }

    /// <summary>Lets go of what a refused call sent.</summary>
    public static async Task DiscardAsync(JobQueue jobs, IEnumerable<string> mediaIds)
    {
        foreach (var id in mediaIds)
        {
            await jobs.DiscardUploadAsync(id, CancellationToken.None);
        }
    }

    private async Task<string> CheckedAsync(string mediaId, string name, CancellationToken cancellationToken) =>
        MediaSniffer.Sniff(await HeadAsync(mediaId, cancellationToken)) is MediaKind.Png or MediaKind.Jpeg or MediaKind.WebP
            ? mediaId
            : throw ApiException.Invalid(name, $"'{name}' must be a picture: image/jpeg, image/png or image/webp.");

    private async Task<byte[]> HeadAsync(string mediaId, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(uploads.PathOf(mediaId));
        var head = new byte[Math.Min(HeadBytes, file.Length)];
        await file.ReadExactlyAsync(head, cancellationToken);
        return head;
    }

    // A web address would have this server call whoever a client names.
    private static MemoryStream Decode(string url, string name)
    {
        const string Start = "data:image/";
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (url.Length > LongestUrl || !url.StartsWith(Start, StringComparison.OrdinalIgnoreCase) || comma < 0
            || !url.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.Invalid(
                $"{name}.image_url", $"'{name}.image_url' must be a data URL in base64 of at most {LongestUrl} characters: this server opens no web addresses. Send the file instead.");
        }

        var text = Encoding.UTF8.GetBytes(url[(comma + 1)..]);
        return Base64.DecodeFromUtf8InPlace(text, out var count) == System.Buffers.OperationStatus.Done
            ? new MemoryStream(text, 0, count)
            : throw ApiException.Invalid($"{name}.image_url", $"'{name}.image_url' holds no base64.");
    }

    private static ApiException OneOf(string name) => ApiException.Invalid(name, $"'{name}' must be a file, or an object with exactly one of 'file_id' and 'image_url'.");
}
