namespace Sora2.PluginHost.Sessions.Wishes;

/// <summary>A wish that cannot be sent as it is; trying again does not help.</summary>
internal sealed class RefusedWishException(string message) : Exception(message);
