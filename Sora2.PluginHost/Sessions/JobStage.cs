namespace Sora2.PluginHost.Sessions;

/// <summary>Where a job is, as its caller sees it; the numbers are those of plugin_host.h.</summary>
internal enum JobStage
{
    Sending = 1,
    Queued = 2,
    Running = 3,
    Fetching = 4,
    Ready = 5,
    Failed = 6,
    Cancelled = 7,
    Missing = 8,
}
