namespace Sora2.PluginHost.Server;

/// <summary>No server answers and none could be started; the message says what to do.</summary>
public sealed class ServerUnavailableException(string message) : Exception(message)
{
    /// <summary>Its process lives and does not answer.</summary>
    public bool IsHung { get; init; }
}
