using System.Text.Json.Nodes;
using Sora2.LocalServer.Tests.Jobs;
using Sora2.LocalServer.Tests.Media;
using Sora2.LocalServer.Tests.Media.Footage;
using Xunit;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Tests.Mailbox;

/// <summary>Kills the server at random moments while letters come in; clients die half way through theirs.</summary>
public sealed class MailboxChaosTests : IAsyncLifetime
{
    private const int Kills = 20;
    private const int Seed = 20261128;

    private readonly Random _random = new(Seed);
    private readonly MailboxServer _client = new();
    private readonly List<string> _letters = [];
    private readonly TestFolder _media = new();
    private ServerUnderTest _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _server = new ServerUnderTest(_client.Paths, Path.Combine(AppContext.BaseDirectory, "Sora2.LocalServer.Tests"));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _client.DisposeAsync();
        _media.Dispose();
    }

    [Fact]
    public async Task TwentyKills_LoseNoLetterAndMakeNoShotTwice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kills by /proc");
        await TestClip.MakeAsync(_media["clip.mov"], "25", 1, "-c:v mpeg4", stop: Stop);
        _client.Settings(new JsonObject { ["mediaFolders"] = new JsonArray(_media.Path) });
        for (var kill = 0; kill < Kills; kill++)
        {
            Post(dies: kill % 4 == 3);
            _server.Begin();
            if (kill > 0 && _random.Next(2) == 0)
            {
                await _client.AnswerAsync(_letters[_random.Next(_letters.Count)], static _ => true);
            }

            Post(dies: false);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 500)), Stop);
            await _server.KillAsync(Stop);
        }

        await _server.StartAsync(Stop);
        var shots = new List<string>();
        foreach (var name in _letters)
        {
            var answer = await _client.FinalAsync(name);
            Assert.Equal("succeeded", (string)answer["status"]!);
            shots.Add((string)Assert.Single(answer["shots"]!.AsArray())!["name"]!);
            await _client.TakenAsync(name);
        }

        var jobs = await new V1.Generation.GenerationClient(_server.Calls).ListAsync(new V1.ListJobsRequest { PageSize = 1000 }, cancellationToken: Stop);
        Assert.Equal(_letters.Count, jobs.Jobs.Count);
        Assert.Equal(_letters.Count, shots.Distinct().Count());
        Assert.Equal(shots.Order(), Directory.EnumerateDirectories(Path.Combine(_client.Paths.Library, "SORA2")).Select(folder => Path.GetFileName(folder)!).Order());
        Assert.Equal(_letters.Count, (await _client.BoxAsync(static _ => true))["open"]!.AsArray().Count);
        Assert.Empty(Directory.EnumerateFiles(_client.Out, "*.part"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills, {_letters.Count} letters");
    }

    // A client that dies leaves half a letter under a name that nobody looks at.
    private void Post(bool dies)
    {
        var name = MailboxServer.NewName();
        if (dies)
        {
            Directory.CreateDirectory(_client.In);
            File.WriteAllText(Path.Combine(_client.In, $"{name}.part"), "{\"version\":1,\"na");
            return;
        }

        _letters.Add(name);
        var goesOn = _letters.Count % 3 == 0;
        var letter = MailboxServer.Submit(name, "works hard", goesOn ? [_media["clip.mov"]] : []);
        letter["request"]!["task"] = goesOn ? "SHOT_TASK_EXTEND_TAIL" : "SHOT_TASK_SHOT";
        _client.Post(letter);
    }
}
