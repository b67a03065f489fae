namespace Sora2.LocalServer.Dashboard.Making;

/// <summary>Whom the prompt means by a name.</summary>
public sealed class CastMember
{
    public string Name { get; set; } = "";

    public string? MediaId { get; set; }

    /// <summary>What the picture's file is called; null where nobody has said.</summary>
    public string? File { get; set; }
}
