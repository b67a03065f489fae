using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Editors.Interchange;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Deliveries;

/// <summary>Delivers shots of the library to folders of editors.</summary>
internal sealed class ShotDelivery(ShotLibrary library)
{
    private const string DefaultBoard = "BOARD";
    private const int MostShots = 1000;

    /// <summary>One shot as itself, several as one timeline, cut to cut in the order given.</summary>
    /// <param name="names">PROJECT_SHOT_vNNN, of one project.</param>
    /// <param name="board">What several are called, folded; empty is "BOARD". They are delivered as PROJECT_BOARD_vNNN, the next version that the folder lacks.</param>
    /// <exception cref="ShotNotFoundException">One of them is not in the library.</exception>
    /// <exception cref="InvalidRequestException">They do not fit on one timeline.</exception>
    /// <exception cref="DeliveryException">The folder did not take it.</exception>
    public async Task<DeliveredTimeline> DeliverAsync(
        IReadOnlyList<string> names, string folder, bool link, string board, CancellationToken cancellationToken)
    {
        TimelineDelivery.RequireAbsolute(folder);
        if (names.Count is 0 or > MostShots)
        {
            throw new InvalidRequestException("names", $"{names.Count} shots", $"1 to {MostShots}");
        }

        if (board.Length > 0 && names.Count == 1)
        {
            throw new InvalidRequestException("board", $"\"{board}\" for one shot", "nothing: a shot is delivered under its own name");
        }

        var shots = await OpenAsync(names, cancellationToken);
        if (shots.Count == 1)
        {
            return await DeliverAsync(shots, new EditorTimeline(names[0], [shots[0].Shot]), "", folder, link, cancellationToken);
        }

        if (!AsciiNames.TryFold(board.Length > 0 ? board : DefaultBoard, out var folded))
        {
            throw new InvalidRequestException("board", $"\"{board}\"", $"a name with letters or digits, at most {AsciiNames.MaxLength} characters");
        }

        return await DeliverAsync(shots, Board(shots, folded, folder, null), folded, folder, link, cancellationToken);
    }

    /// <summary>The files by which editors take shots in one step, several as one timeline, from where they lie in the library.</summary>
    /// <returns>Names and contents.</returns>
    /// <exception cref="ShotNotFoundException">One of them is not in the library.</exception>
    /// <exception cref="InvalidRequestException">They do not fit on one timeline.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> InterchangeAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var shots = await OpenAsync(names, cancellationToken);
        return InterchangeFiles.Of(shots.Count == 1 ? new EditorTimeline(names[0], [shots[0].Shot]) : Board(shots, DefaultBoard, "", null));
    }

    /// <summary>Delivers a timeline again, as its next version beside the earlier one, with a shot in the place of an earlier version of itself.</summary>
    /// <param name="name">The shot that comes in.</param>
    /// <param name="delivered">Folder that was delivered.</param>
    /// <exception cref="ShotNotFoundException">A shot of the timeline is no longer in the library.</exception>
    /// <exception cref="InvalidRequestException">The folder was not delivered, holds no other version of the shot, or the cut would change.</exception>
    /// <exception cref="DeliveryException">The folder did not take it.</exception>
    public async Task<DeliveredTimeline> ReplaceAsync(string name, string delivered, bool link, CancellationToken cancellationToken)
    {
        TimelineDelivery.RequireAbsolute(delivered);
        delivered = Path.TrimEndingDirectorySeparator(delivered);
        var manifest = DeliveryManifest.Read(delivered);
        var folder = Path.GetDirectoryName(delivered)!;
        var next = (await OpenAsync([name], cancellationToken))[0];
        var shots = await OpenAsync(manifest.Shots, cancellationToken);
        var before = shots.FirstOrDefault(shot => shot.Name.Project == next.Name.Project && shot.Name.Shot == next.Name.Shot && shot.Name != next.Name);
        if (before is null)
        {
            throw new InvalidRequestException("name", name, $"another version of a shot on this timeline: {string.Join(", ", manifest.Shots.Take(8))}");
        }

        List<OpenedShot> replaced = [.. shots.Select(shot => shot == before ? next : shot)];
        Replacement.Check(before.Shot, next.Shot);
        var start = Timecode.Parse(manifest.StartTimecode, next.Shot.FrameRate);
        var timeline = manifest.Board.Length == 0
            ? new EditorTimeline(name, [next.Shot], start)
            : Board(replaced, manifest.Board, folder, start);
        return await DeliverAsync(replaced, timeline, manifest.Board, folder, link, cancellationToken);
    }

    private static EditorTimeline Board(IReadOnlyList<OpenedShot> shots, string board, string folder, Timecode? start)
    {
        var project = shots[0].Name.Project;
        if (shots.FirstOrDefault(shot => shot.Name.Project != project) is { } other)
        {
            throw new InvalidRequestException("names", other.Shot.Name, $"shots of one project, {project} as the first");
        }

        var highest = Directory.Exists(folder)
            ? Directory.EnumerateFileSystemEntries(folder).Select(path => ShotName.VersionOf(Path.GetFileName(path), project, board)).DefaultIfEmpty(0).Max()
            : 0;
        return new EditorTimeline(new ShotName(project, board, highest + 1).ToString(), [.. shots.Select(static shot => shot.Shot)], start);
    }

    private static async Task<DeliveredTimeline> DeliverAsync(
        IReadOnlyList<OpenedShot> shots, EditorTimeline timeline, string board, string folder, bool link, CancellationToken cancellationToken)
    {
        var manifest = new DeliveryManifest
        {
            Project = shots[0].Name.Project,
            Board = board,
            StartTimecode = timeline.Start.ToString(),
            Shots = [.. shots.Select(static shot => shot.Shot.Name)],
        };
        try
        {
            return await TimelineDelivery.DeliverAsync(timeline, manifest, folder, link, cancellationToken);
        }
        catch (FileNotFoundException error)
        {
            // The user took the shot away while it was copied.
            var gone = shots.FirstOrDefault(shot => Path.GetDirectoryName(error.FileName) == Path.GetDirectoryName(shot.Shot.Picture)) ?? shots[0];
            throw new ShotNotFoundException(gone.Shot.Name);
        }
    }

    private async Task<List<OpenedShot>> OpenAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var shots = new List<OpenedShot>();
        foreach (var name in names)
        {
            var shot = library.Get(name) ?? throw new ShotNotFoundException(name);
            var recipe = await ShotLibrary.RecipeOfAsync(shot, cancellationToken);
            shots.Add(new OpenedShot(EditorShots.NameOf(recipe), EditorShots.Of(shot, recipe)));
        }

        return shots;
    }

    private sealed record OpenedShot(ShotName Name, EditorShot Shot);
}
