using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Sora2.LocalServer.Library.Titles;
using Sora2.LocalServer.Requests;
using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Library;

/// <summary>
/// Published shots: library/PROJECT/PROJECT_SHOT_vNNN/. A shot is there whole or not at all, and no version is ever written
/// twice.
/// </summary>
public sealed partial class ShotLibrary
{
    private const string StagingName = ".staging";
    private const int ShotNumberStep = 10;
    private const int MostKnown = 4096;

    private readonly string _root;
    private readonly ShotTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger<ShotLibrary> _log;
    private readonly Lock _titling = new();
    private readonly ChangeSignal _changes = new();
    private readonly ReadCache<string, PublishedShot> _known = new(MostKnown);

    public ShotLibrary(ServerPaths paths, ServerDatabase database, TimeProvider time, ILogger<ShotLibrary> log)
    {
        _root = paths.Library;
        _table = new ShotTable(database);
        _time = time;
        _log = log;
    }

    private string Staging => Path.Combine(_root, StagingName);

    /// <summary>Ends when the next shot comes, goes or gets a title; take it before you look at the shots.</summary>
    public Task NextChange => _changes.Next;

    /// <summary>Published shots, newest first.</summary>
    /// <param name="project">As a user writes it; null lists all.</param>
    public IReadOnlyList<PublishedShot> List(string? project = null)
    {
        string? folded = null;
        if (!string.IsNullOrEmpty(project) && !AsciiNames.TryFold(project, out folded))
        {
            return [];
        }

        return [.. _table.Published(folded).Where(row => Directory.Exists(FolderOf(row.Name))).Select(Describe)];
    }

    /// <summary>One published shot, or null.</summary>
    /// <param name="name">PROJECT_SHOT_vNNN.</param>
    public PublishedShot? Get(string name)
    {
        var shot = ShotName.IsWellFormed(name)
            ? _known.Get(name, wanted => _table.FindPublished(wanted) is { } row ? Describe(row) : null, static _ => true)
            : null;
        return shot is not null && Directory.Exists(shot.Folder) ? shot : null;
    }

    /// <summary>How a shot was made.</summary>
    /// <exception cref="InvalidRequestException">Its shot.json is gone or spoilt.</exception>
    public static async Task<ShotRecipe> RecipeOfAsync(PublishedShot shot, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(shot.Recipe);
            return await ShotRecipe.ReadAsync(file, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidRequestException("name", $"{shot.Name}, whose {ShotRecipe.FileName} cannot be read", "a shot with its recipe");
        }
    }

    /// <summary>Shots that one job has published, by variant.</summary>
    public IReadOnlyList<PublishedShot> OfJob(string jobId) =>
        [.. _table.OfJob(jobId).Where(row => row.State != ShotRowState.Reserved).Select(Describe)];

    /// <summary>
    /// Takes the name under which a variant will be published. The same variant gets the same name again after a crash, all
    /// variants of a job without a shot name share one number.
    /// </summary>
    /// <param name="project">Folded.</param>
    /// <param name="shot">Folded; empty lets the library number it.</param>
    /// <exception cref="InvalidOperationException">The variant is already published.</exception>
    public ShotName Reserve(string jobId, int variant, string project, string shot)
    {
        var known = _table.Find(jobId, variant);
        if (known is { State: not ShotRowState.Reserved })
        {
            throw new InvalidOperationException($"Variant {variant} of job {jobId} is already published as {known.Name}.");
        }

        if (known is not null && !Directory.Exists(FolderOf(known.Name)))
        {
            return known.Name;
        }

        var siblings = _table.OfJob(jobId);
        return _table.Reserve(jobId, variant, project, _time.GetUtcNow(), (highest, shots) =>
        {
            var name = shot.Length > 0 ? shot : siblings.FirstOrDefault()?.Name.Shot ?? NextNumber(project, shots);
            return new ShotName(project, name, Math.Max(highest(name), HighestOnDisk(project, name)) + 1);
        }).Name;
    }

    /// <summary>A folder to write the shot's files into; ownership passes to the caller.</summary>
    public StagedShot Stage(ShotName name) => new(name, Path.Combine(Staging, $"{name}.{Guid.NewGuid():n}"));

    /// <summary>Makes a staged shot part of the library: fsync, verify, rename, fsync, one transaction.</summary>
    /// <param name="files">Paths in the staged folder.</param>
    /// <param name="recipe">Without its files; they are filled in here.</param>
    /// <exception cref="OperationCanceledException">Cancelled before it was published; nothing is left.</exception>
    /// <exception cref="InvalidDataException">The staged folder does not hold what it should.</exception>
    /// <exception cref="StorageException">The disk is full or not writable; nothing is left.</exception>
    public async Task<PublishedShot> PublishAsync(
        StagedShot staged, ShotFiles files, ShotRecipe recipe, CancellationToken cancellationToken)
    {
        try
        {
            var content = await VerifyAsync(staged, files, cancellationToken);
            var names = files.Select(path => Path.GetFileName(path));
            var row = new ShotRow(staged.Name, recipe.Job, recipe.Variant, ShotRowState.Published, _time.GetUtcNow(), names);
            var json = (recipe with { Files = names, Content = content, CreatedAt = row.CreatedAt }).ToJson();
            var recipePath = Path.Combine(staged.Folder, ShotRecipe.FileName);
            await File.WriteAllBytesAsync(recipePath, json, cancellationToken);

            foreach (var path in files.All.Append(recipePath))
            {
                DurableFiles.SyncFile(path);
            }

            DurableFiles.SyncFolder(staged.Folder);
            cancellationToken.ThrowIfCancellationRequested();
            MoveIn(staged, row);
            Announce();
            return Describe(row);
        }
        catch (Exception error) when (error is not StorageException && StorageException.From(error, _root) is { } storage)
        {
            throw storage;
        }
    }

    /// <summary>Removes a shot for ever; its name stays taken. A crash in between leaves it whole or gone.</summary>
    /// <exception cref="ShotNotFoundException">No such shot.</exception>
    /// <exception cref="StorageException">Its folder cannot be moved; nothing was changed.</exception>
    public void Delete(string name)
    {
        var row = (ShotName.IsWellFormed(name) ? _table.FindPublished(name) : null) ?? throw new ShotNotFoundException(name);
        var (folder, grave) = (FolderOf(row.Name), Path.Combine(Staging, $"{row.Name}.{Guid.NewGuid():n}"));
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.CreateDirectory(Staging);
                DurableFiles.MoveFolder(folder, grave);
                DurableFiles.SyncFolder(Path.GetDirectoryName(folder)!);
            }
        }
        catch (Exception error) when (error is not StorageException && StorageException.From(error, _root) is { } storage)
        {
            throw storage;
        }

        _table.SetState(row, ShotRowState.Gone);
        Announce();
        Log.ShotDeleted(_log, name);
        if (!DurableFiles.RemoveFolder(grave))
        {
            Log.StagingStays(_log, grave);
        }
    }

    /// <summary>Gives a shot a title for people, or takes it away. Durable when it returns; no name and no recipe changes.</summary>
    /// <param name="title">As a person writes it; empty takes it away.</param>
    /// <exception cref="InvalidRequestException">It cannot be a title.</exception>
    /// <exception cref="ShotNotFoundException">No such shot.</exception>
    /// <exception cref="StorageException">The disk is full or not writable; the old title stays.</exception>
    public PublishedShot SetTitle(string name, string title)
    {
        var clean = ShotTitle.Clean(title);
        lock (_titling)
        {
            var row = (ShotName.IsWellFormed(name) ? _table.FindPublished(name) : null) ?? throw new ShotNotFoundException(name);
            try
            {
                // The file comes first: Reconcile brings the table after it.
                TitleFile.Write(FolderOf(row.Name), clean);
            }
            catch (DirectoryNotFoundException)
            {
                throw new ShotNotFoundException(name);
            }
            catch (Exception error) when (StorageException.From(error, _root) is { } storage)
            {
                throw storage;
            }

            _table.SetTitle(row, clean);
            Announce();
            return Describe(row with { Title = clean });
        }
    }

    /// <summary>Gives back the names of a job that ended; what it published stays.</summary>
    public void Release(string jobId) => _table.Release(jobId);

    /// <summary>Brings table and folders together after whatever happened. Call it before the first job runs.</summary>
    public void Reconcile()
    {
        Directory.CreateDirectory(_root);
        if (!DurableFiles.RemoveFolder(Staging))
        {
            Log.StagingStays(_log, Staging);
        }

        foreach (var row in _table.All())
        {
            var exists = Directory.Exists(FolderOf(row.Name));
            if (row.State == ShotRowState.Published && !exists)
            {
                Log.ShotGone(_log, row.Name.ToString());
                _table.SetState(row, ShotRowState.Gone);
            }
            else if (row.State == ShotRowState.Gone && exists)
            {
                _table.SetState(row, ShotRowState.Published);
            }
        }

        var known = _table.Published(null).Select(row => row.Name.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var project in Directory.EnumerateDirectories(_root).Where(folder => Path.GetFileName(folder) != StagingName))
        {
            foreach (var folder in Directory.EnumerateDirectories(project).Where(folder => !known.Contains(Path.GetFileName(folder))))
            {
                AdoptFolder(folder);
            }
        }

        foreach (var row in _table.Published(null))
        {
            if (TitleFile.Read(FolderOf(row.Name)) is var title && title != row.Title)
            {
                _table.SetTitle(row, title);
            }
        }

        Announce();
    }

    private void Announce()
    {
        _known.ForgetAll();
        _changes.Raise();
    }

    private static async Task<IReadOnlyList<RecipeFile>> VerifyAsync(StagedShot staged, ShotFiles files, CancellationToken cancellationToken)
    {
        var expected = files.All.Select(path => Path.GetFullPath(path)).ToHashSet(StringComparer.Ordinal);
        var found = Directory.EnumerateFileSystemEntries(staged.Folder).Select(path => Path.GetFullPath(path)).ToHashSet(StringComparer.Ordinal);
        if (!expected.SetEquals(found))
        {
            var odd = expected.Except(found).Concat(found.Except(expected)).Select(path => Path.GetFileName(path));
            throw new InvalidDataException($"The staged files of {staged.Name} are not those announced: {string.Join(", ", odd)}.");
        }

        var content = new List<RecipeFile>();
        foreach (var path in files.All)
        {
            await using var file = File.OpenRead(path);
            if (file.Length == 0)
            {
                throw new InvalidDataException($"{Path.GetFileName(path)} is empty.");
            }

            content.Add(new RecipeFile(
                Path.GetFileName(path), file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken))));
        }

        return content;
    }

    private void MoveIn(StagedShot staged, ShotRow row)
    {
        var folder = FolderOf(row.Name);
        var project = Path.GetDirectoryName(folder)!;
        if (!Directory.Exists(project))
        {
            Directory.CreateDirectory(project);
            DurableFiles.SyncFolder(_root);
        }

        DurableFiles.MoveFolder(staged.Folder, folder);
        try
        {
            DurableFiles.SyncFolder(project);
            _table.Publish(row);
        }
        catch
        {
            // Without its row the shot does not exist: take it back, so that nothing is left.
            DurableFiles.MoveFolder(folder, staged.Folder);
            throw;
        }
    }

    private void AdoptFolder(string folder)
    {
        var name = Path.GetFileName(folder);
        if (ReadWhole(folder) is not { Files: not null } recipe || recipe.Name != name)
        {
            Log.FolderIsNoShot(_log, folder);
            return;
        }

        var row = new ShotRow(
            new ShotName(recipe.Project, recipe.Shot, recipe.Version), recipe.Job, recipe.Variant, ShotRowState.Published, recipe.CreatedAt, recipe.Files);
        if (row.Name.ToString() != name || FolderOf(row.Name) != folder)
        {
            Log.FolderIsNoShot(_log, folder);
        }
        else if (_table.Find(row.JobId, row.Variant) is { State: ShotRowState.Reserved } reserved && reserved.Name == row.Name)
        {
            // The server ended between rename and transaction.
            _table.Publish(row);
            Log.ShotCompleted(_log, name);
        }
        else if (_table.Adopt(row))
        {
            Log.ShotAdopted(_log, name);
        }
        else
        {
            Log.FolderIsNoShot(_log, folder);
        }
    }

    // The recipe, when every file it names is there with its size.
    private static ShotRecipe? ReadWhole(string folder)
    {
        try
        {
            var path = Path.Combine(folder, ShotRecipe.FileName);
            var recipe = File.Exists(path) ? ShotRecipe.Parse(File.ReadAllBytes(path)) : null;
            return recipe?.Files?.All.All(file => file == Path.GetFileName(file)) == true
                && recipe.Content.All(file => file.Name == Path.GetFileName(file.Name)
                    && new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true } info && info.Length == file.Bytes)
                ? recipe
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Requests.InvalidRequestException)
        {
            return null;
        }
    }

    private string NextNumber(string project, IReadOnlyList<string> shots)
    {
        var numbers = shots.Concat(FoldersOf(project).Select(folder => FolderShot().Match(folder[Math.Min(folder.Length, project.Length + 1)..]) is { Success: true } match
            ? match.Groups[1].Value
            : ""));
        var highest = numbers
            .Where(shot => NumberedShot().IsMatch(shot))
            .Select(shot => int.Parse(shot.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture))
            .DefaultIfEmpty(0)
            .Max();
        return string.Create(CultureInfo.InvariantCulture, $"SH{(highest / ShotNumberStep * ShotNumberStep) + ShotNumberStep:0000}");
    }

    private int HighestOnDisk(string project, string shot) =>
        FoldersOf(project).Select(folder => ShotName.VersionOf(folder, project, shot)).DefaultIfEmpty(0).Max();

    private IEnumerable<string> FoldersOf(string project)
    {
        var folder = Path.Combine(_root, project);
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)) : [];
    }

    private string FolderOf(ShotName name) => Path.Combine(_root, name.Project, name.ToString());

    private PublishedShot Describe(ShotRow row)
    {
        var folder = FolderOf(row.Name);
        var files = row.Files!.Select(name => Path.Combine(folder, name));
        return new PublishedShot(
            row.Name.ToString(), row.Name.Project, folder, files.Picture, files.Mix, files.Stems,
            Path.Combine(folder, ShotRecipe.FileName), files.Poster, row.CreatedAt, row.JobId, row.Variant) { Title = row.Title };
    }

    [GeneratedRegex(@"\ASH[0-9]{4,7}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberedShot();

    [GeneratedRegex(@"\A(SH[0-9]{4,7})_v[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex FolderShot();
}
