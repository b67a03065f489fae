using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions;

/// <summary>A job at one moment.</summary>
internal sealed record JobSnapshot
{
    public required JobStage Stage { get; init; }

    public required Ticket Ticket { get; init; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>Negative while unknown.</summary>
    public double SecondsLeft { get; init; } = -1;

    /// <summary>"denoise 5 of 12", for people.</summary>
    public string Step { get; init; } = "";

    /// <summary>What is wrong and what to do, or what the user should know.</summary>
    public string Message { get; init; } = "";

    /// <summary>What could not be done as asked, as the server said it.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Null before Ready.</summary>
    public FramesShape? Shape { get; init; }

    /// <summary>Text of shot.json; null before the shot is published.</summary>
    public string? Recipe { get; init; }

    /// <summary>Of the published shot's files; null before.</summary>
    public string? Folder { get; init; }

    /// <summary>Null before the shot is published.</summary>
    public ShotFiles? Files { get; init; }

    /// <summary>Whether it stays as it is.</summary>
    public bool IsOver => Stage is JobStage.Failed or JobStage.Cancelled or JobStage.Missing;
}
