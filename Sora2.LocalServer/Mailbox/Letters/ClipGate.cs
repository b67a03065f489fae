using System.Globalization;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>
/// Takes in the movies that letters name by path. A client in a sandbox can send no bytes, so the path is looked at as a
/// stranger's: where it really leads, what it really is, and then a copy of it.
/// </summary>
internal sealed class ClipGate(UploadStore uploads, ShotLibrary library, ServerPaths paths)
{
    private const int HeadBytes = 1024;

    /// <summary>The movie and, where it is the picture of a shot in the library, the shot's stems.</summary>
    /// <param name="mediaFolders">Folders that may be read beside the user's own and the library.</param>
    /// <exception cref="InvalidRequestException">It may not be read, or is no movie.</exception>
    public async Task<IReadOnlyList<Conditioning>> TakeAsync(
        LetterClip clip, int index, IReadOnlyList<string> mediaFolders, CancellationToken cancellationToken)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"clips[{index}].path");
        var (mediaId, realPath) = await AddAsync(clip.Path, field, mediaFolders, cancellationToken);
        var part = clip is { Start: { } start, End: { } end } ? new TimeRange(start, end) : null;
        List<Conditioning> taken = [new(ConditioningRole.Clip, mediaId, Part: part)];
        if (ShotAt(realPath) is { } shot)
        {
            foreach (var (stem, path) in shot.Stems.OrderBy(static stem => stem.Key))
            {
                var (soundId, _) = await AddAsync(path, field, mediaFolders, cancellationToken, sound: true);
                taken.Add(new(ConditioningRole.Sound, soundId, Stem: stem));
            }
        }

        return taken;
    }

    /// <summary>Name of the shot in the library that a path is the picture of, or "".</summary>
    public string ShotNameAt(string path) => ShotAt(GuardedFile.RealPath(path))?.Name ?? "";

    private PublishedShot? ShotAt(string realPath) =>
        library.Get(Path.GetFileNameWithoutExtension(realPath)) is { } shot && GuardedFile.RealPath(shot.Picture) == realPath ? shot : null;

    private async Task<(string MediaId, string RealPath)> AddAsync(
        string path, string field, IReadOnlyList<string> mediaFolders, CancellationToken cancellationToken, bool sound = false)
    {
        try
        {
            await using var file = GuardedFile.Open(path, UploadStore.DefaultLimitBytes, owned: false);
            var realPath = GuardedFile.RealPath(file);
            if (!IsAllowed(realPath, mediaFolders))
            {
                throw new InvalidRequestException(
                    field, "a file outside the allowed folders",
                    "movies in your home outside folders that begin with a dot, in the library, or in mediaFolders of the mailbox's settings.json");
            }

            var head = new byte[HeadBytes];
            var count = await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellationToken);
            if (MediaSniffer.Sniff(head.AsSpan(0, count)) != (sound ? MediaKind.Wave : MediaKind.Movie))
            {
                throw new InvalidRequestException(field, "a file that is no movie", "a MOV, MP4, MXF, MKV, WebM, AVI, DV, MPEG or MTS movie");
            }

            file.Position = 0;
            return (await uploads.AddAsync(file, cancellationToken), realPath);
        }
        catch (RefusedFileException refused)
        {
            throw new InvalidRequestException(field, refused.Given, refused.Allowed);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidRequestException(field, "a file that is not there", "a file of this machine");
        }
    }

    private bool IsAllowed(string realPath, IReadOnlyList<string> mediaFolders)
    {
        if (IsBelow(realPath, paths.Library, out _) || mediaFolders.Any(folder => IsBelow(realPath, folder, out _)))
        {
            return true;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1
            && IsBelow(realPath, home, out var rest)
            && !rest.Split(Path.DirectorySeparatorChar).Any(IsPrivate)
            && !IsBelow(realPath, paths.Home, out _);
    }

    // Where programs keep what is theirs, keys and mail among it.
    private static bool IsPrivate(string part) =>
        part.StartsWith('.') || (OperatingSystem.IsWindows() && part.Equals("AppData", StringComparison.OrdinalIgnoreCase));

    private static bool IsBelow(string realPath, string folder, out string rest)
    {
        var root = Path.TrimEndingDirectorySeparator(GuardedFile.RealPath(folder)) + Path.DirectorySeparatorChar;
        var isBelow = realPath.StartsWith(root, StringComparison.Ordinal);
        rest = isBelow ? realPath[root.Length..] : "";
        return isBelow;
    }
}
