using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Characters;

/// <summary>Characters: a name, and a picture out of the middle of the clip that was sent. The clip itself is not kept.</summary>
internal sealed class CharacterStore
{
    private const string Word = "char";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS video_characters(id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly string _folder;
    private readonly ServerDatabase _database;
    private readonly InstalledFfmpeg _ffmpeg;
    private readonly UploadStore _uploads;
    private readonly ClipInspector _inspect;
    private readonly TimeProvider _time;

    public CharacterStore(
        ServerPaths paths, ServerDatabase database, InstalledFfmpeg ffmpeg, UploadStore uploads, ClipInspector inspect, TimeProvider time)
    {
        _folder = Path.Combine(paths.Videos, "characters");
        _database = database;
        _ffmpeg = ffmpeg;
        _uploads = uploads;
        _inspect = inspect;
        _time = time;
        Directory.CreateDirectory(_folder);
        database.Prepare(Schema);
    }

    /// <summary>Makes a character of an uploaded clip.</summary>
    /// <exception cref="InvalidRequestException">It is no movie that can be read.</exception>
    public async Task<Character> AddAsync(string name, string mediaId, CancellationToken cancellationToken)
    {
        var clip = await Task.Run(() => _inspect(mediaId), cancellationToken);
        var movie = _uploads.PathOf(mediaId);
        var container = ClipContainer.Of(await MediaSniffer.ReadHeadAsync(movie, cancellationToken)) ?? "mov";
        var character = new Character(VideoId.New(Word), name, _time.GetUtcNow());
        var part = PathOf(character.Id) + ".part";
        await new MovieStills(await _ffmpeg.FindAsync(cancellationToken)).WritePngAsync(movie, container, clip.Seconds / 2, part, cancellationToken);
        DurableFiles.SyncFile(part);
        File.Move(part, PathOf(character.Id));
        _database.Write(connection => connection.Execute(
            "INSERT INTO video_characters(id, name, created_at) VALUES($id, $name, $now)",
            ("$id", character.Id), ("$name", name), ("$now", character.CreatedAt.UtcTicks)));
        return character;
    }

    /// <exception cref="ApiException">No such character: 404.</exception>
    public Character Get(string? id)
    {
        var wanted = VideoId.Parse(id, Word, "Character");
        return _database.Read(connection => connection.Rows(
            "SELECT id, name, created_at FROM video_characters WHERE id = $id",
            static reader => new Character(reader.GetString(0), reader.GetString(1), reader.Time(2)),
            ("$id", wanted))).SingleOrDefault() ?? throw ApiException.NotFound("Character", wanted);
    }

    /// <summary>The media id of a character's picture, for a request to hang on.</summary>
    public async Task<string> PictureAsync(Character character, CancellationToken cancellationToken)
    {
        await using var picture = File.OpenRead(PathOf(character.Id));
        return await _uploads.AddAsync(picture, cancellationToken);
    }

    private string PathOf(string id) => Path.Combine(_folder, id + ".png");
}
