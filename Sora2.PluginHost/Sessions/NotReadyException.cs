namespace Sora2.PluginHost.Sessions;

/// <summary>Nothing is wrong; what was asked for is not there yet.</summary>
internal sealed class NotReadyException(string message) : Exception(message);
