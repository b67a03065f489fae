namespace Sora2.LocalServer.Model.Sources;

/// <summary>Reads a part of a clip from outside, conformed to a size and a rate. Blocks.</summary>
public delegate ClipFrames ClipSource(string path, ClipWish wish, CancellationToken cancellationToken);
