namespace Sora2.PluginHost.Sessions;

/// <summary>What a session knows of the server.</summary>
/// <param name="Message">What is wrong and what to do; empty when nothing is.</param>
internal sealed record ServerReport(ServerCondition Condition, string Message)
{
    public static ServerReport NotAsked { get; } = new(ServerCondition.Unknown, "");
}
