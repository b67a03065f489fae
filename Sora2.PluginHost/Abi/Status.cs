namespace Sora2.PluginHost.Abi;

/// <summary>Sora2Status of plugin_host.h.</summary>
internal enum Status
{
    Ok = 0,
    NotReady = 1,
    BadHandle = 2,
    BadArgument = 3,
    NoSuchFrame = 4,
    Gone = 5,
    Full = 6,
    Failed = 7,
}
