namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>One sound of a shot on the page.</summary>
/// <param name="Name">"dialogue", "effects", …</param>
/// <param name="Path">Relative to the page, with "/".</param>
internal sealed record Track(string Name, string Path, Waveform Waveform);
