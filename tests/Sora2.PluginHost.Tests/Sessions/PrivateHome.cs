using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Sora2.Contracts;
using Sora2.PluginHost.Server;
using Xunit;

namespace Sora2.PluginHost.Tests.Sessions;

/// <summary>A home of its own for sessions of this process; the server that runs on it is ended at the end.</summary>
[CollectionDefinition(nameof(PrivateHome), DisableParallelization = true)]
public sealed class PrivateHome : IDisposable
{
    private const string Variable = "SORA2_HOME";
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private Socket? _deaf;

    public PrivateHome()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "run"));
        Environment.SetEnvironmentVariable(Variable, Folder);
    }

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]);

    public string Uploads => Path.Combine(Folder, "uploads");

    public string Frames => Path.Combine(Folder, "frames");

    /// <summary>What the server has written down so far.</summary>
    public string Log => string.Concat(Directory.EnumerateFiles(Path.Combine(Folder, "logs")).Select(static path =>
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }));

    /// <summary>The real server, which this library starts as any client's would.</summary>
    public static Task StartServerAsync(CancellationToken cancellationToken) => ServerLauncher.StartAsync(cancellationToken);

    /// <summary>A server whose process lives and which takes calls, but answers none.</summary>
    public void PretendToHang()
    {
        var path = Path.Combine(Folder, "run", "deaf.sock");
        _deaf = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _deaf.Bind(new UnixDomainSocketEndPoint(path));
        _deaf.Listen();
        WriteDiscovery(path, ContractVersion.Current);
    }

    /// <summary>A server that speaks another contract.</summary>
    public void PretendOtherVersion() => WriteDiscovery("/nowhere", ContractVersion.Current + 1);

    public void KillServer()
    {
        if (DiscoveryFile.TryRead(ServerHome.Discovery) is { } server && server.Pid != Environment.ProcessId)
        {
            using var process = Process.GetProcessById(server.Pid);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    public void Dispose()
    {
        _deaf?.Dispose();
        KillServer();
        Environment.SetEnvironmentVariable(Variable, _before);
        Directory.Delete(Folder, recursive: true);
    }

    private void WriteDiscovery(string socket, int contract) => File.WriteAllText(
        ServerHome.Discovery,
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"address":"http://127.0.0.1:9","socket":"{{socket}}","token":"t","pid":{{Environment.ProcessId}},"version":"9.9","contract":{{contract}}}"""));
}
