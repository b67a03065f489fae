namespace Sora2.PluginHost.Server;

/// <summary>No server answers and none could be started; the message says what to do.</summary>
public sealed class ServerUnavailableException(string message) : Exception(message);
