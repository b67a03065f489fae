namespace Sora2.LocalServer.Server;

/// <summary>A server already runs on this home.</summary>
public sealed class SecondServerException(ServerPaths paths)
    : Exception($"A server already runs on {paths.Home}. Use it (its address is in {paths.Discovery}), stop it, or set SORA2_HOME to another folder.");
