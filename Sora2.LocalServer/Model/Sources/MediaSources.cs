namespace Sora2.LocalServer.Model.Sources;

/// <summary>The readers of what comes from outside.</summary>
public sealed record MediaSources(StillSource Still, ClipSource Clip);
