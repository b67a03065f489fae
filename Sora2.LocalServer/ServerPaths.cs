namespace Sora2.LocalServer;

/// <summary>Every folder the server owns. All lie under one home, 0700, so that one variable moves an installation.</summary>
public sealed record ServerPaths
{
    /// <param name="home">Root of the server's own data.</param>
    /// <param name="models">Folder that holds one folder a pack.</param>
    public ServerPaths(string home, string models)
    {
        Home = Path.GetFullPath(home);
        Models = Path.GetFullPath(models);
    }

    public string Home { get; }

    public string Models { get; }

    /// <summary>SQLite file of the jobs.</summary>
    public string Database => Path.Combine(Home, "jobs.db");

    /// <summary>Reels and half-written files; emptied of what no job owns at start.</summary>
    public string Scratch => Path.Combine(Home, "scratch");

    /// <summary>Published shots, one folder a project.</summary>
    public string Library => Path.Combine(Home, "library");

    /// <summary>Media that clients sent, named by content hash.</summary>
    public string Uploads => Path.Combine(Home, "uploads");

    /// <summary>Published pictures decoded for players; all of it can be made again.</summary>
    public string Frames => Path.Combine(Home, "frames");

    /// <summary>Letters of clients that can open no connection, and the answers to them.</summary>
    public string Mailbox => Path.Combine(Home, "mailbox");

    /// <summary>What the Videos API keeps: stored files, characters, and pictures and movies made of shots.</summary>
    public string Videos => Path.Combine(Home, "videos");

    /// <summary>Storyboards that were made on the dashboard, one file each.</summary>
    public string Storyboards => Path.Combine(Home, "storyboards");

    /// <summary>What the owner allows; there need not be one. See docs/guides/videos-api.md.</summary>
    public string Settings => Path.Combine(Home, "settings.json");

    /// <summary>Packs that lie elsewhere than in <see cref="Models"/>, and the licences that the owner has accepted.</summary>
    public string Packs => Path.Combine(Home, "packs.json");

    public string Logs => Path.Combine(Home, "logs");

    /// <summary>Socket, lock and discovery file.</summary>
    public string Runtime => Path.Combine(Home, "run");

    public string Socket => Path.Combine(Runtime, "server.sock");

    /// <summary>Where clients read address and token; 0600.</summary>
    public string Discovery => Path.Combine(Runtime, "endpoint.json");

    /// <summary>The installation's secret; 0600. Kept over restarts.</summary>
    public string Token => Path.Combine(Runtime, "token");

    /// <summary>SORA2_HOME, else the user's data folder; SORA2_MODELS, else "models" beside the executable or above it.</summary>
    public static ServerPaths FromEnvironment()
    {
        var home = Environment.GetEnvironmentVariable("SORA2_HOME");
        if (string.IsNullOrWhiteSpace(home))
        {
            home = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "sora2");
        }

        var models = Environment.GetEnvironmentVariable("SORA2_MODELS");
        return new ServerPaths(home, string.IsNullOrWhiteSpace(models) ? FindModels() : models);
    }

    /// <summary>Makes the folders, private to this user.</summary>
    public void Create()
    {
        foreach (var folder in (string[])[Home, Scratch, Library, Uploads, Frames, Videos, Storyboards, Logs, Runtime])
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // Also for a folder that was there before: the socket's only guard is the mode of its folder.
                const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                Directory.CreateDirectory(folder, Private);
                File.SetUnixFileMode(folder, Private);
            }
        }
    }

    private static string FindModels()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var models = Path.Combine(folder, "models");
            if (Directory.Exists(Path.Combine(models, "sora2-mini")))
            {
                return models;
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "models");
    }
}
