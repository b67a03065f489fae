using System.Reflection;

namespace Sora2.LocalServer.Server;

/// <summary>The product version this server was built as.</summary>
internal static class ServerVersion
{
    /// <summary>Without the build suffix: "0.1.0".</summary>
    public static string Text { get; } =
        typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
