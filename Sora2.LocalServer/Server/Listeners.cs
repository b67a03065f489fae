using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using System.Net;

namespace Sora2.LocalServer.Server;

/// <summary>Where the server listens: a socket (or pipe) for this user, and the loopback address.</summary>
internal static class Listeners
{
    /// <summary>Largest body of one call; uploads come in pieces and have a limit of their own.</summary>
    public const int MaxMessageBytes = 4 << 20;

    // A page of polling clients and dashboards must not shut out the editor; HTTP/2 over TCP counts twice.
    private const int MaxConnections = 1024;

    // sun_path holds 108 bytes with its end mark; macOS holds 104.
    private const int MaxSocketPathBytes = 103;

    public static void Configure(KestrelServerOptions kestrel, ServerPaths paths, int port, ProtocolSwitch protocols)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 2 * MaxMessageBytes;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);

        if (OperatingSystem.IsWindows())
        {
            kestrel.ListenNamedPipe(PipeName(paths), Private);
        }
        else
        {
            // Left by a server that was killed: the instance lock is ours, so nobody listens on it.
            File.Delete(paths.Socket);
            kestrel.ListenUnixSocket(paths.Socket, Private);
        }

        kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(protocols.Sort);
        });
        kestrel.Listen(ProtocolSwitch.Http2, static listen => listen.Protocols = HttpProtocols.Http2);
    }

    /// <summary>Name of the pipe on Windows: one a home.</summary>
    public static string PipeName(ServerPaths paths) =>
        $"sora2-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(paths.Home)))[..16]}";

    /// <exception cref="PathTooLongException">The home lies too deep for a socket.</exception>
    public static void CheckSocketPath(ServerPaths paths)
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(paths.Socket);
        if (!OperatingSystem.IsWindows() && length > MaxSocketPathBytes)
        {
            throw new PathTooLongException(
                $"SORA2_HOME: got {paths.Home}, whose socket path takes {length} bytes; allowed: {MaxSocketPathBytes}. Choose a shorter folder.");
        }
    }

    private static void Private(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.Use(next => connection =>
        {
            connection.Features.Set(new PrivateDoor());
            return next(connection);
        });
    }
}
