namespace Sora2.PluginHost.Cli;

/// <summary>What the command's end says to scripts; the list for people is docs/guides/cli.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A fault of the program or the server.</summary>
    public const int Fault = 1;

    /// <summary>An argument or a field of the request was refused.</summary>
    public const int InvalidInput = 2;

    /// <summary>No server runs and none could be started.</summary>
    public const int NoServer = 3;

    /// <summary>No such job or shot.</summary>
    public const int NotFound = 4;

    /// <summary>The job ended without its shots.</summary>
    public const int JobFailed = 5;

    /// <summary>The running server speaks another version of the contract.</summary>
    public const int OtherVersion = 6;

    /// <summary>This machine lacks something: a program, a pack, disk space.</summary>
    public const int NotReady = 7;

    /// <summary>The job was cancelled by somebody else.</summary>
    public const int JobCancelled = 8;

    /// <summary>Ctrl+C, as shells say it.</summary>
    public const int Interrupted = 130;
}
