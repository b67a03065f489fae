using Sora2.PluginHost.Sessions;

namespace Sora2.PluginHost.Abi;

/// <summary>The one table of this library, and what its handles stand for beside sessions and clips.</summary>
internal static class Handles
{
    public static HandleTable Table { get; } = new();

    /// <summary>A caller's hold on a job.</summary>
    internal sealed record JobHold(PluginSession Session, HostJob Job);
}
