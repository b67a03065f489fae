namespace Sora2.PluginHost.Cli.Generate;

/// <summary>What was typed after a command that makes shots; null where nothing was.</summary>
internal sealed record GenerateArguments
{
    public string? Prompt { get; init; }

    public double? Seconds { get; init; }

    public string? FrameRate { get; init; }

    public string? Size { get; init; }

    public string? Fit { get; init; }

    public string? StartTimecode { get; init; }

    /// <summary>Frames on each side, or HEAD,TAIL.</summary>
    public string? Handles { get; init; }

    public long? Seed { get; init; }

    public int? Variants { get; init; }

    public string? Negative { get; init; }

    public string? FirstFrame { get; init; }

    public string? LastFrame { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    /// <summary>Bytes, with or without a unit.</summary>
    public string? Memory { get; init; }

    public string? Codec { get; init; }

    public bool NoAudio { get; init; }

    /// <summary>Kinds of stems, parted by commas.</summary>
    public string? Stems { get; init; }

    /// <summary>The mood of the music.</summary>
    public string? Music { get; init; }

    /// <summary>NAME=IMAGE, each.</summary>
    public IReadOnlyList<string> Cast { get; init; } = [];

    public bool Draft { get; init; }

    public bool Upscale { get; init; }

    public string? Model { get; init; }

    public string? Project { get; init; }

    public string? Shot { get; init; }

    /// <summary>A recipe to start from; everything else given goes over it.</summary>
    public string? From { get; init; }

    /// <summary>Folder to copy the finished shot to.</summary>
    public string? Out { get; init; }

    /// <summary>Folder to deliver to, with files for editors.</summary>
    public string? DeliverTo { get; init; }

    /// <summary>Editor whose bin takes the shot.</summary>
    public string? Into { get; init; }
}
