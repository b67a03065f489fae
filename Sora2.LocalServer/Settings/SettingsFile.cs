using System.Text.Json;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Settings;

/// <summary>settings.json of the server's home. It is read anew when it changes, so a hand may write it as well. Thread-safe.</summary>
internal sealed class SettingsFile
{
    private const int MostBytes = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly ServerPaths _paths;
    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _stamp;
    private ServerSettings _current = new();
    private string? _problem;
    private bool _isRead;

    public SettingsFile(ServerPaths paths)
    {
        _paths = paths;
        AtStart = Current;
    }

    public string FilePath => _paths.Settings;

    /// <summary>As they were when the server started: for what is read only then.</summary>
    public ServerSettings AtStart { get; }

    /// <summary>What holds now; the defaults where the file is missing or cannot be understood.</summary>
    public ServerSettings Current => Look().Settings;

    /// <summary>Why the file is not understood, or null. Until it is, it allows nothing and is not written.</summary>
    public string? Problem => Look().Problem;

    /// <summary>Changes settings, all or none. On the disk when this returns.</summary>
    /// <exception cref="InvalidRequestException">One of them cannot be, or the file is not understood; nothing was changed.</exception>
    /// <exception cref="StorageException">The disk is full or not writable; nothing was changed.</exception>
    public ServerSettings Update(Func<ServerSettings, ServerSettings> change)
    {
        lock (_lock)
        {
            try
            {
                var (before, problem) = Look();
                if (problem is not null)
                {
                    throw new InvalidRequestException("settings.json", problem, $"a file that can be understood: mend or remove {FilePath}");
                }

                var after = change(before).Checked();
                if (after.MediaFolders.Except(before.MediaFolders, StringComparer.Ordinal).FirstOrDefault(static folder => !Directory.Exists(folder)) is { } missing)
                {
                    throw new InvalidRequestException("media_folders", $"\"{missing}\", which is not there", "folders of this machine");
                }

                var json = ReadJson();
                SettingsJson.Write(json, before, after);

                // A link stays one: settings may lie with others of its owner's.
                var info = new FileInfo(FilePath);
                var path = info.LinkTarget is null ? FilePath : info.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
                DurableFiles.Replace(path, JsonSerializer.SerializeToUtf8Bytes(json, s_json));
                _isRead = false;
                return after;
            }
            catch (Exception error) when (error is not StorageException && StorageException.From(error, FilePath) is { } storage)
            {
                throw storage;
            }
        }
    }

    private (ServerSettings Settings, string? Problem) Look()
    {
        lock (_lock)
        {
            var info = new FileInfo(FilePath);
            var stamp = info.Exists ? (info.LastWriteTimeUtc, info.Length) : default;
            if (!_isRead || stamp != _stamp)
            {
                (_current, _problem) = Read();
                (_stamp, _isRead) = (stamp, true);
            }

            return (_current, _problem);
        }
    }

    private (ServerSettings Settings, string? Problem) Read()
    {
        try
        {
            return (SettingsJson.Read(ReadJson()), null);
        }
        catch (InvalidRequestException error)
        {
            return (new ServerSettings(), error.Message);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or ArgumentException)
        {
            return (new ServerSettings(), "It is no JSON object of settings.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (new ServerSettings(), $"It cannot be read: {error.Message}");
        }
    }

    private JsonObject ReadJson()
    {
        var info = new FileInfo(FilePath);
        if (!info.Exists)
        {
            return [];
        }

        var length = (info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info).Length;
        return length <= MostBytes
            ? JsonNode.Parse(File.ReadAllBytes(FilePath), documentOptions: new JsonDocumentOptions { MaxDepth = 16 }) as JsonObject ?? throw new InvalidDataException("no object")
            : throw new InvalidDataException("too long");
    }
}
