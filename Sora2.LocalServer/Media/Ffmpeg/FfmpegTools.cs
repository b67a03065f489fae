using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sora2.LocalServer.Processes;

namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>The FFmpeg programs of this machine: found once, checked for version and parts, and run from here only.</summary>
public sealed partial class FfmpegTools
{
    /// <summary>Names the folder of ffmpeg and ffprobe when they are not on PATH.</summary>
    public const string FolderVariable = "SORA2_FFMPEG";

    // libavcodec of FFmpeg 5.1: unlike the release name it is there in every build, snapshots included.
    private static readonly Version s_oldestCodecLibrary = new(59, 37);
    private static readonly TimeSpan s_questionLimit = TimeSpan.FromSeconds(20);

    private readonly string _ffmpeg;
    private readonly string _ffprobe;
    private readonly HashSet<string> _encoders;

    private readonly HashSet<string> _filters;

    private FfmpegTools(string ffmpeg, string ffprobe, string version, HashSet<string> encoders, HashSet<string> filters)
    {
        _filters = filters;
        _ffmpeg = ffmpeg;
        _ffprobe = ffprobe;
        Version = version;
        _encoders = encoders;
    }

    /// <summary>As FFmpeg names itself: "5.1.9-0+deb12u1".</summary>
    public string Version { get; }

    /// <summary>Path of the ffmpeg program, for people.</summary>
    public string FfmpegPath => _ffmpeg;

    /// <summary>Looks in <paramref name="folder"/>, else in SORA2_FFMPEG, else along PATH.</summary>
    /// <exception cref="FfmpegMissingException">Not there, too old or built without a part that is needed.</exception>
    public static async Task<FfmpegTools> FindAsync(string? folder, CancellationToken cancellationToken)
    {
        folder ??= Environment.GetEnvironmentVariable(FolderVariable);
        var folders = string.IsNullOrWhiteSpace(folder)
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [folder];
        var ffmpeg = Find(folders, "ffmpeg");
        var ffprobe = Find(folders, "ffprobe");

        var version = await AskVersionAsync(ffmpeg, cancellationToken);
        await AskVersionAsync(ffprobe, cancellationToken);
        var filters = await AskAsync(ffmpeg, ["-hide_banner", "-filters"], cancellationToken);
        if (!filters.Contains(" zscale ", StringComparison.Ordinal))
        {
            throw new FfmpegMissingException($"{ffmpeg} {version} was built without zimg (the filter zscale).");
        }

        var encoders = await AskAsync(ffmpeg, ["-hide_banner", "-encoders"], cancellationToken);
        return new FfmpegTools(
            ffmpeg,
            ffprobe,
            version,
            [.. NameInList().Matches(encoders).Select(match => match.Groups[1].Value)],
            [.. FilterInList().Matches(filters).Select(match => match.Groups[1].Value)]);
    }

    /// <exception cref="FfmpegMissingException">This FFmpeg was built without <paramref name="encoder"/>.</exception>
    internal void RequireEncoder(string encoder)
    {
        if (!_encoders.Contains(encoder))
        {
            throw new FfmpegMissingException($"{_ffmpeg} {Version} was built without the encoder {encoder}.");
        }
    }

    internal bool HasFilter(string filter) => _filters.Contains(filter);

    /// <summary>Runs ffmpeg. It reads no terminal, opens nothing but files and pipes, and says only what went wrong.</summary>
    /// <param name="work">Ends the sentence "FFmpeg could not …".</param>
    /// <returns>Standard output.</returns>
    /// <exception cref="FfmpegException">It failed.</exception>
    internal async Task<byte[]> RunAsync(
        string work,
        IEnumerable<string> arguments,
        Func<Stream, CancellationToken, Task>? input,
        FfmpegLimits limits,
        CancellationToken cancellationToken) =>
        Check(work, await RunAsync(Program(arguments, limits, output: null), work, input, cancellationToken));

    /// <summary>Runs ffmpeg without input; its standard output goes to <paramref name="output"/>.</summary>
    /// <exception cref="FfmpegException">It failed.</exception>
    /// <exception cref="IOException"><paramref name="output"/> cannot be written.</exception>
    internal async Task RunIntoAsync(
        string work, IEnumerable<string> arguments, Stream output, FfmpegLimits limits, CancellationToken cancellationToken) =>
        Check(work, await RunAsync(Program(arguments, limits, output), work, null, cancellationToken));

    /// <summary>Runs ffprobe and returns its standard output.</summary>
    /// <exception cref="FfmpegException">It failed.</exception>
    internal async Task<byte[]> ProbeAsync(string work, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var child = new ChildProcess(_ffprobe, ["-hide_banner", "-loglevel", "error", .. arguments]) { TimeLimit = TimeSpan.FromMinutes(2) };
        return Check(work, await RunAsync(child, work, null, cancellationToken));
    }

    private ChildProcess Program(IEnumerable<string> arguments, FfmpegLimits limits, Stream? output) =>
        new(_ffmpeg, ["-hide_banner", "-nostdin", "-loglevel", "error", .. limits.Arguments, .. arguments])
        {
            TimeLimit = limits.Time,
            OutputLimitBytes = limits.OutputBytes,
            Output = output,
        };

    private static async Task<ChildProcessResult> RunAsync(
        ChildProcess child, string work, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
    {
        try
        {
            return await child.RunAsync(input, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or InvalidDataException or System.ComponentModel.Win32Exception)
        {
            throw new FfmpegException(work, error.Message);
        }
    }

    private static byte[] Check(string work, ChildProcessResult result) => result.ExitCode == 0
        ? result.Output
        : throw new FfmpegException(work, result.Error);

    private static string Find(string[] folders, string program)
    {
        var name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return folders.Select(folder => Path.Combine(folder.Trim('"'), name)).FirstOrDefault(File.Exists)
            ?? throw new FfmpegMissingException(folders.Length == 1 ? $"{program} was not found in {folders[0]}." : $"{program} was not found on PATH.");
    }

    private static async Task<string> AskVersionAsync(string program, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(program, ["-version"], cancellationToken);
        var name = VersionName().Match(answer);
        var library = CodecLibrary().Match(answer);
        if (!name.Success || !library.Success)
        {
            throw new FfmpegMissingException($"{program} does not answer \"-version\" as FFmpeg does.");
        }

        var version = new Version(
            int.Parse(library.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(library.Groups[2].Value, CultureInfo.InvariantCulture));
        return version >= s_oldestCodecLibrary
            ? name.Groups[1].Value
            : throw new FfmpegMissingException($"{program} is version {name.Groups[1].Value}.");
    }

    private static async Task<string> AskAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var result = await new ChildProcess(program, arguments) { TimeLimit = s_questionLimit }.RunAsync(null, cancellationToken);
            return Encoding.UTF8.GetString(result.Output);
        }
        catch (Exception error) when (error is TimeoutException or InvalidDataException or System.ComponentModel.Win32Exception)
        {
            throw new FfmpegMissingException($"{program} does not run: {error.Message}");
        }
    }

    [GeneratedRegex(@"^ff\w+ version (\S+)")]
    private static partial Regex VersionName();

    [GeneratedRegex(@"libavcodec\s+(\d+)\.\s*(\d+)\.")]
    private static partial Regex CodecLibrary();

    [GeneratedRegex(@"^ [VAS][A-Z.]{5} (\S+)", RegexOptions.Multiline)]
    private static partial Regex NameInList();

    [GeneratedRegex(@"^ [T.][S.][C.] (\S+)", RegexOptions.Multiline)]
    private static partial Regex FilterInList();
}
