using System.Security.Cryptography;

namespace Sora2.LocalServer.Requests;

/// <summary>Media that clients sent, named by the SHA-256 of its content. What is not media is refused before it has a name.</summary>
public sealed class UploadStore
{
    /// <summary>Largest upload: 2 GiB.</summary>
    public const long DefaultLimitBytes = 2L << 30;

    private const int BufferBytes = 1 << 17;

    // Enough for every recogniser.
    private const int HeadBytes = 1024;

    private readonly string _folder;
    private readonly Predicate<ReadOnlyMemory<byte>> _isMedia;
    private readonly long _limitBytes;
    private readonly Func<string, CancellationToken, Task>? _inspect;

    /// <param name="isMedia">Tells from a file's first bytes; names and types that a client gives are not believed.</param>
    /// <param name="inspect">Looks at a received file and throws when it is not what it seems; it is then not kept.</param>
    public UploadStore(
        string folder,
        Predicate<ReadOnlyMemory<byte>> isMedia,
        long limitBytes = DefaultLimitBytes,
        Func<string, CancellationToken, Task>? inspect = null)
    {
        _folder = folder;
        _isMedia = isMedia;
        _limitBytes = limitBytes;
        _inspect = inspect;
    }

    /// <summary>Stores the content; the same content twice is one file.</summary>
    /// <returns>The media id.</returns>
    /// <exception cref="InvalidRequestException">Empty, too long, or neither picture, movie nor sound.</exception>
    /// <exception cref="StorageException">The disk is full or not writable.</exception>
    public async Task<string> AddAsync(Stream content, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(_folder, $".{Guid.NewGuid():n}.part");
        try
        {
            var id = await ReceiveAsync(content, partial, cancellationToken);
            if (_inspect is not null && !Contains(id))
            {
                await _inspect(partial, cancellationToken);
            }

            File.Move(partial, Path.Combine(_folder, id), overwrite: true);
            DurableFiles.SyncFolder(_folder);
            return id;
        }
        catch (Exception error) when (StorageException.From(error, _folder) is { } storage && error is not StorageException)
        {
            throw storage;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Where the media lies.</summary>
    /// <exception cref="InvalidRequestException">No such upload.</exception>
    public string PathOf(string mediaId) => Contains(mediaId)
        ? Path.Combine(_folder, mediaId)
        : throw new InvalidRequestException("media_id", Quote(mediaId), "the id of an upload that this server holds; upload the media first");

    public bool Contains(string mediaId) => IsMediaId(mediaId) && File.Exists(Path.Combine(_folder, mediaId));

    /// <summary>Forgets an upload; one that is not there is none.</summary>
    public void Remove(string mediaId)
    {
        if (Contains(mediaId))
        {
            File.Delete(Path.Combine(_folder, mediaId));
        }
    }

    /// <summary>Uploads that came before <paramref name="moment"/>.</summary>
    public IReadOnlyList<string> OlderThan(DateTimeOffset moment) =>
    [
        .. new DirectoryInfo(_folder).EnumerateFiles().Where(file => IsMediaId(file.Name) && file.LastWriteTimeUtc < moment).Select(static file => file.Name),
    ];

    /// <summary>Removes what an upload that broke off left behind.</summary>
    public void RemovePartial()
    {
        foreach (var file in Directory.EnumerateFiles(_folder, ".*.part"))
        {
            File.Delete(file);
        }
    }

    internal static bool IsMediaId(string? text) =>
        text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");

    private static string Quote(string text) => text.Length <= 64 ? $"\"{text}\"" : $"{text.Length} characters";

    private async Task<string> ReceiveAsync(Stream content, string partial, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var total = 0L;
        var head = await content.ReadAtLeastAsync(buffer, HeadBytes, throwOnEndOfStream: false, cancellationToken);
        if (!_isMedia(buffer.AsMemory(0, Math.Min(head, HeadBytes))))
        {
            throw new InvalidRequestException(
                "media", head == 0 ? "nothing" : "bytes of an unknown kind", "PNG, JPEG, TIFF, WebP, MOV, MP4 or WAV");
        }

        for (var count = head; count > 0; count = await content.ReadAsync(buffer, cancellationToken))
        {
            total += count;
            if (total > _limitBytes)
            {
                throw new InvalidRequestException("media", $"more than {_limitBytes} bytes", $"at most {_limitBytes} bytes");
            }

            hash.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
