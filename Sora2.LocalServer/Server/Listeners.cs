using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sora2.LocalServer.Server.Gate;

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

    /// <summary>The port asked for; with 0 that of the last run where it is free, so that pages which are open find the next server.</summary>
    public static int ChoosePort(ServerPaths paths, int wanted)
    {
        if (wanted != 0 || !File.Exists(LastPort(paths)) || !int.TryParse(File.ReadAllText(LastPort(paths)), CultureInfo.InvariantCulture, out var last)
            || last is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            return wanted;
        }

        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.Loopback, last));
            return last;
        }
        catch (SocketException)
        {
            return wanted;
        }
    }

    /// <summary>Remembers the port for <see cref="ChoosePort"/>.</summary>
    public static void KeepPort(ServerPaths paths, int port) => PrivateFile.Write(LastPort(paths), port.ToString(CultureInfo.InvariantCulture));

    private static string LastPort(ServerPaths paths) => Path.Combine(paths.Runtime, "port");

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
