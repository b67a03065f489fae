using System.Runtime.Versioning;
using Sora2.LocalServer.Server;
using Sora2.LocalServer.Tests.Rpc;
using Xunit;

namespace Sora2.LocalServer.Tests.Server;

public sealed class ServerHostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_KeepsItsRunFolderToItself()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.Paths.Runtime));
        foreach (var file in (string[])[server.Paths.Discovery, server.Paths.Token])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_ClosesARunFolderThatWasOpen()
    {
        await using var server = new RunningServer();
        Directory.CreateDirectory(server.Paths.Runtime, (UnixFileMode)0b111_111_111);

        await server.InitializeAsync();

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(server.Paths.Runtime) & (UnixFileMode)0b000_111_111);
    }

    [Fact]
    public async Task Start_RefusesASecondServerAndLeavesTheFirst()
    {
        await using var server = new RunningServer();
        await server.InitializeAsync();
        var before = await File.ReadAllTextAsync(server.Paths.Discovery, Cancellation);

        await Assert.ThrowsAsync<SecondServerException>(() =>
            ServerHost.StartAsync(server.Paths, new ServerOptions { Detached = true }, Cancellation));

        Assert.Equal(before, await File.ReadAllTextAsync(server.Paths.Discovery, Cancellation));
    }

    [Fact]
    public async Task Start_ReplacesWhatAKilledServerLeft()
    {
        await using var server = new RunningServer();
        Directory.CreateDirectory(server.Paths.Runtime);
        await File.WriteAllTextAsync(server.Paths.Discovery, "{\"address\":\"http://127.0.0.1:1\",\"pid\":1}", Cancellation);
        await File.WriteAllTextAsync(server.Paths.Socket, "", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(server.Paths.Runtime, "server.lock"), "1", Cancellation);

        await server.InitializeAsync();

        Assert.Equal(Environment.ProcessId, server.Endpoint.Pid);
    }

    [Fact]
    public async Task Stop_RemovesTheDiscoveryFileAndFreesTheHome()
    {
        var paths = new ServerPaths(Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]), Path.GetTempPath());
        try
        {
            var first = await ServerHost.StartAsync(paths, new ServerOptions { Detached = true }, Cancellation);
            var token = await File.ReadAllTextAsync(paths.Token, Cancellation);
            await first.DisposeAsync();
            Assert.False(File.Exists(paths.Discovery));

            await using var second = await ServerHost.StartAsync(paths, new ServerOptions { Detached = true }, Cancellation);
            Assert.Equal(token, await File.ReadAllTextAsync(paths.Token, Cancellation));
        }
        finally
        {
            Directory.Delete(paths.Home, recursive: true);
        }
    }

    [Fact]
    public async Task Start_TakesThePortOfTheLastRunWhereItIsFree()
    {
        var paths = new ServerPaths(Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]), Path.GetTempPath());
        try
        {
            var ports = new List<int>();
            for (var run = 0; run < 3; run++)
            {
                // The third finds it taken.
                using var taken = run < 2 ? null : new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, ports[0]);
                taken?.Start();
                await using var server = await ServerHost.StartAsync(paths, new ServerOptions { Detached = true }, Cancellation);
                ports.Add(int.Parse(await File.ReadAllTextAsync(Path.Combine(paths.Runtime, "port"), Cancellation), System.Globalization.CultureInfo.InvariantCulture));
            }

            Assert.Equal((true, false), (ports[0] == ports[1], ports[1] == ports[2]));
        }
        finally
        {
            Directory.Delete(paths.Home, recursive: true);
        }
    }

    [Fact]
    public async Task Start_RefusesAHomeThatIsTooDeepForASocket()
    {
        var paths = new ServerPaths(Path.Combine(Path.GetTempPath(), new string('a', 120)), Path.GetTempPath());

        await Assert.ThrowsAsync<PathTooLongException>(() => ServerHost.StartAsync(paths, new ServerOptions(), Cancellation));

        Assert.False(Directory.Exists(paths.Home));
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port")]
    [InlineData("--verbose")]
    public void Parse_RefusesWhatItDoesNotKnow(params string[] arguments) =>
        Assert.Throws<ArgumentException>(() => ServerOptions.Parse(arguments));
}
