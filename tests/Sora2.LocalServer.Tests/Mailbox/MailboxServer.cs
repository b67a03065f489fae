using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Server;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox;

/// <summary>A real server in this process with the planner, generator and encoder of the tests, and a client of its mailbox.</summary>
public sealed class MailboxServer : IAsyncDisposable
{
    private ServerHost? _host;

    internal ServerPaths Paths { get; } = new(
        Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]), Path.Combine(Path.GetTempPath(), "sora2-no-models"));

    public string In => Path.Combine(Paths.Mailbox, "in");

    public string Out => Path.Combine(Paths.Mailbox, "out");

    internal JobQueue Jobs => _host!.Services.GetRequiredService<JobQueue>();

    internal ShotLibrary Library => _host!.Services.GetRequiredService<ShotLibrary>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it; returns once the mailbox is open.</summary>
    internal async Task StartAsync(Action<IServiceCollection>? replace = null)
    {
        Directory.CreateDirectory(Out);
        File.Delete(Path.Combine(Out, "box.json"));
        _host = await ServerHost.StartAsync(Paths, new ServerOptions { Detached = true }, Stop, replace ?? (static services =>
        {
            services.AddSingleton<IPlanner, TestPlanner>();
            services.AddSingleton<IShotEncoder, TestShotEncoder>();
            services.AddSingleton<PackVerification>((_, _) => { });
        }));
        await BoxAsync(static _ => true);
    }

    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Paths.Home, recursive: true);
    }

    public static string NewName() => $"test-{Guid.NewGuid():n}";

    /// <summary>A letter that asks for a shot.</summary>
    public static JsonObject Submit(string name, string prompt = "a red ball", params string[] clips) => new()
    {
        ["version"] = 1,
        ["name"] = name,
        ["client"] = "test",
        ["written"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["op"] = "submit",
        ["request"] = new JsonObject
        {
            ["prompt"] = prompt,
            ["seconds"] = 0.5,
            ["sequence"] = new JsonObject
            {
                ["frameRate"] = new JsonObject { ["numerator"] = 25, ["denominator"] = 1 }, ["width"] = 320, ["height"] = 180,
            },
        },
        ["clips"] = new JsonArray([.. clips.Select(static path => (JsonNode)new JsonObject { ["path"] = path })]),
    };

    /// <summary>A letter about another one.</summary>
    public static JsonObject About(string name, string op, string of) => new()
    {
        ["version"] = 1,
        ["name"] = name,
        ["client"] = "test",
        ["written"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["op"] = op,
        ["of"] = of,
    };

    public void Post(JsonObject letter) => Post((string)letter["name"]!, Encoding.UTF8.GetBytes(letter.ToJsonString()));

    /// <summary>As docs/mailbox.md has it: beside, then renamed.</summary>
    public void Post(string name, byte[] content)
    {
        Directory.CreateDirectory(In);
        var draft = Path.Combine(In, name + ".part");
        File.WriteAllBytes(draft, content);
        File.Move(draft, Path.Combine(In, name + ".json"));
    }

    /// <summary>The answer once it holds; waits for the server to write it.</summary>
    public Task<JsonNode> AnswerAsync(string name, Func<JsonNode, bool> holds) => ReadAsync($"{name}.json", holds);

    public Task<JsonNode> FinalAsync(string name) => AnswerAsync(name, static answer => (string)answer["status"]! is not ("reading" or "queued" or "running"));

    public Task<JsonNode> BoxAsync(Func<JsonNode, bool> holds) => ReadAsync("box.json", holds);

    /// <summary>The refusal of a letter: its code, field and what was given.</summary>
    public async Task<(string Code, string? Field, string? Given)> RefusedAsync(string name)
    {
        var answer = await FinalAsync(name);
        Assert.Equal("refused", (string)answer["status"]!);
        return ((string)answer["error"]!["code"]!, (string?)answer["error"]!["field"], (string?)answer["error"]!["given"]);
    }

    /// <summary>Until a letter is no longer there: the last thing that the server does with it.</summary>
    public Task TakenAsync(string name) => WaitAsync(In, () => !Path.Exists(Path.Combine(In, name + ".json")));

    /// <summary>Until a file of the server's is no longer there.</summary>
    public Task GoneAsync(string path) => WaitAsync(Out, () => !File.Exists(path));

    public void Settings(JsonObject settings)
    {
        Directory.CreateDirectory(Paths.Mailbox);
        File.WriteAllText(Path.Combine(Paths.Mailbox, "settings.json"), settings.ToJsonString());
    }

    private async Task<JsonNode> ReadAsync(string file, Func<JsonNode, bool> holds)
    {
        JsonNode? found = null;
        await WaitAsync(Out, () =>
        {
            var path = Path.Combine(Out, file);
            try
            {
                found = JsonNode.Parse(File.ReadAllBytes(path));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }

            return holds(found!);
        });
        return found!;
    }

    private static async Task WaitAsync(string folder, Func<bool> holds)
    {
        Directory.CreateDirectory(folder);
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(folder);
        watcher.Created += (_, _) => changed.Release();
        watcher.Renamed += (_, _) => changed.Release();
        watcher.Deleted += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (!holds())
        {
            await changed.WaitAsync(Stop);
        }
    }
}
