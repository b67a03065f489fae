using System.Diagnostics;
using System.Runtime.InteropServices;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>The verb "worker": the one process that loads models. Its server talks to it through standard input and output.</summary>
internal static class WorkerProgram
{
    /// <summary>Runs until the server closes standard input, then ends the process however busy it is.</summary>
    /// <param name="args">--home FOLDER --models FOLDER.</param>
    public static Task<int> RunAsync(string[] args) => RunAsync(args, Compose);

    /// <inheritdoc cref="RunAsync(string[])"/>
    /// <param name="create">Makes the generator; tests have their own.</param>
    public static Task<int> RunAsync(string[] args, Func<ServerPaths, IShotGenerator> create)
    {
        if (args is not ["--home", var home, "--models", var models])
        {
            throw new ArgumentException("Usage: sora2-server worker --home FOLDER --models FOLDER. The server starts it; users need not.");
        }

        var paths = new ServerPaths(home, models);
        return RunAsync(create(paths), new UploadStore(paths.Uploads, isMedia: _ => false));
    }

    private static async Task<int> RunAsync(IShotGenerator generator, UploadStore uploads)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();

        // The editor beside it, and the server's own doors, come first.
        Process.GetCurrentProcess().PriorityClass = ProcessPriorityClass.BelowNormal;

        // Ctrl+C and a closing terminal reach the whole group; the server decides when its worker ends.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static signal => signal.Cancel = true);

        // Standard output belongs to the conversation; whatever else is printed goes to the log.
        Console.SetOut(Console.Error);
        await new WorkerLoop(generator, uploads.PathOf, input, output).RunAsync();

        // A model call may take seconds more, and nobody wants its result.
        Process.GetCurrentProcess().Kill();
        return 0;
    }

    private static ShotGenerator Compose(ServerPaths paths)
    {
        var media = new WorkerMedia(new InstalledFfmpeg());
        return new ShotGenerator(new PackCatalog(paths.Models, new PackRegistry(paths.Packs)), new MediaSources(media.ReadStill, media.ReadClip), () => FliteVoice.Find());
    }
}
