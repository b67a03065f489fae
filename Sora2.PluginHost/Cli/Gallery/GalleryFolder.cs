using System.Text;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>The folder of the page: index.html, and the shots' files below shots/.</summary>
internal sealed class GalleryFolder
{
    /// <summary>Stands in every page of ours, so that no other page is overwritten.</summary>
    public const string Mark = "<meta name=\"generator\" content=\"sora2 gallery\">";

    private const string PageName = "index.html";
    private const int MarkReachCharacters = 4096;
    private readonly string _folder;

    private GalleryFolder(string folder) => _folder = folder;

    /// <summary>The page's full path.</summary>
    public string Page => Path.Combine(_folder, PageName);

    /// <exception cref="CliException">It cannot be written, or holds a page that is not a gallery's.</exception>
    public static GalleryFolder Check(string folder)
    {
        DeliveryFolder.Check(folder);
        var checkedFolder = new GalleryFolder(Path.GetFullPath(folder));
        return !File.Exists(checkedFolder.Page) || IsOurs(checkedFolder.Page)
            ? checkedFolder
            : throw CliException.Invalid("--out", folder, $"a folder without an {PageName} of another origin; it would be overwritten");
    }

    /// <summary>Puts the shot's files beside the page and measures its sounds.</summary>
    public async Task<ShotMedia> TakeAsync(Shot shot, CancellationToken cancellationToken)
    {
        var tracks = new List<Track>();
        foreach (var stem in shot.Stems)
        {
            tracks.Add(new Track(
                stem.Kind.Word(),
                await CopyAsync(shot.Name, stem.Path, cancellationToken),
                await Waveform.ReadAsync(stem.Path, cancellationToken)));
        }

        return new ShotMedia(
            shot.Name,
            await CopyAsync(shot.Name, shot.Picture, cancellationToken),
            File.Exists(shot.Poster) ? await CopyAsync(shot.Name, shot.Poster, cancellationToken) : "",
            await CopyAsync(shot.Name, shot.Recipe, cancellationToken),
            tracks);
    }

    public Task WriteAsync(string page, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        return WriteWholeAsync(Page, async file => await file.WriteAsync(Encoding.UTF8.GetBytes(page), cancellationToken));
    }

    private static bool IsOurs(string page)
    {
        using var reader = new StreamReader(page);
        var start = new char[MarkReachCharacters];
        return new string(start, 0, reader.ReadBlock(start)).Contains(Mark, StringComparison.Ordinal);
    }

    private async Task<string> CopyAsync(string shot, string source, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(source);
        Directory.CreateDirectory(Path.Combine(_folder, "shots", shot));
        await using var from = File.OpenRead(source);
        await WriteWholeAsync(Path.Combine(_folder, "shots", shot, name), file => from.CopyToAsync(file, cancellationToken));
        return $"shots/{shot}/{name}";
    }

    // A browser that looks meanwhile sees the old file or the new one.
    private static async Task WriteWholeAsync(string target, Func<Stream, Task> write)
    {
        var draft = $"{target}.{Guid.NewGuid():n}.part";
        try
        {
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await write(file);
            }

            File.Move(draft, target, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
