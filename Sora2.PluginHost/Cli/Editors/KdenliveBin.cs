using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Editors;

/// <summary>The project bin of a running Kdenlive, filled over D-Bus: the picture, then the stems, at the bin's top.</summary>
/// <remarks>
/// Kdenlive says nothing about what became of a call; a clip that is in the bin already stays there once. Its D-Bus takes no
/// name of a bin folder that a user would know.
/// </remarks>
internal sealed class KdenliveBin
{
    private const string Option = "--into";
    private const string Editor = "kdenlive";
    private const string ServicePrefix = "org.kde.kdenlive-";
    private const string Window = "/kdenlive/MainWindow_1";
    private const string AddClip = "org.kde.kdenlive.MainWindow.addProjectClip";

    private readonly string _service;

    private KdenliveBin(string service) => _service = service;

    /// <summary>Finds the one that runs, before a job is queued.</summary>
    /// <param name="editor">"kdenlive", or "kdenlive:PID" where several run.</param>
    /// <exception cref="CliException">Another editor, none that runs, or several.</exception>
    public static async Task<KdenliveBin> FindAsync(string editor, CancellationToken cancellationToken)
    {
        var parts = editor.Split(':');
        if (parts.Length > 2 || parts[0] != Editor)
        {
            throw CliException.Invalid(Option, $"\"{editor}\"", "kdenlive, or kdenlive:PID where several run");
        }

        var running = await SessionBus.NamesAsync(ServicePrefix, cancellationToken);
        var chosen = parts.Length == 2 ? running.Where(name => name == ServicePrefix + parts[1]).ToList() : running;
        return chosen.Count switch
        {
            1 => new KdenliveBin(chosen[0]),
            0 => throw new CliException(
                ExitCode.NotReady, "editor_missing",
                running.Count == 0
                    ? "Kdenlive does not run on this desktop's D-Bus session. Start it and open the project, then try again."
                    : $"No Kdenlive runs with the process id {parts[1]}. Running: {Pids(running)}."),
            _ => throw CliException.Invalid(Option, editor, $"one of those that run: {Pids(running)}"),
        };
    }

    /// <summary>Puts a shot's picture and stems into the bin.</summary>
    /// <exception cref="CliException">Kdenlive did not take a file; the shot is where it was.</exception>
    public async Task AddAsync(Shot shot, CancellationToken cancellationToken)
    {
        foreach (var path in shot.Stems.Select(static stem => stem.Path).Prepend(shot.Picture))
        {
            var (output, problem) = await SessionBus.CallAsync(_service, Window, AddClip, [path], cancellationToken);
            if (output is null)
            {
                throw new CliException(
                    ExitCode.NotReady, "editor_missing",
                    $"Kdenlive did not take {path} ({problem}). The shot is made: once Kdenlive runs, sora2 deliver {shot.Name} --into kdenlive puts it into its bin.");
            }
        }
    }

    private static string Pids(IEnumerable<string> services) => string.Join(", ", services.Select(static name => $"kdenlive:{name[ServicePrefix.Length..]}"));
}
