using Google.Protobuf;
using Sora2.Contracts;

namespace Sora2.LocalServer.Server;

/// <summary>Tells clients where the server listens, from the moment it answers until it stops.</summary>
internal static class DiscoveryFile
{
    /// <param name="address">As bound, with the real port.</param>
    public static void Write(ServerPaths paths, Uri address, AccessToken token)
    {
        var endpoint = new Contracts.V1.Endpoint
        {
            Address = address.GetLeftPart(UriPartial.Authority),
            Socket = OperatingSystem.IsWindows() ? "" : paths.Socket,
            Pipe = OperatingSystem.IsWindows() ? Listeners.PipeName(paths) : "",
            Token = token.Text,
            Pid = Environment.ProcessId,
            Version = ServerVersion.Text,
            Contract = ContractVersion.Current,
        };
        PrivateFile.Write(paths.Discovery, JsonFormatter.Default.Format(endpoint));
    }

    /// <summary>Only the holder of the instance lock may call this.</summary>
    public static void Remove(ServerPaths paths) => File.Delete(paths.Discovery);
}
