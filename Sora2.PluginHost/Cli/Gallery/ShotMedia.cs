namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>A shot's files beside the page; paths are relative to it, with "/".</summary>
/// <param name="Poster">Empty when there is none.</param>
internal sealed record ShotMedia(string Name, string Picture, string Poster, string Recipe, IReadOnlyList<Track> Tracks);
