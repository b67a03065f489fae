namespace Sora2.PluginHost.Sessions;

/// <summary>What a session knows of the server; the numbers are those of plugin_host.h.</summary>
internal enum ServerCondition
{
    Unknown = 0,
    Absent = 1,
    Starting = 2,
    Ready = 3,
    Hung = 4,
    OtherVersion = 5,
}
