namespace Sora2.PluginHost.Playback;

/// <summary>A frames file was removed to make room for others; the server makes it again.</summary>
internal sealed class FramesGoneException() : Exception("The frames were removed to make room for others; they are fetched again. Try again when the job is ready.");
