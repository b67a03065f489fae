using System.Text.Json.Nodes;
using Sora2.LocalServer.Tests.Mailbox;
using Sora2.LocalServer.Tests.Media;
using Sora2.LocalServer.Tests.Media.Footage;
using Sora2.LocalServer.Tests.Videos;
using Xunit;

namespace Sora2.LocalServer.Tests.Panels;

/// <summary>What a panel can ask for, with a server whose shots need no model.</summary>
public sealed class PanelCallsTests : IAsyncLifetime
{
    private readonly VideosServer _server = new();
    private readonly TestFolder _folder = new();
    private readonly string _name = MailboxServer.NewName();
    private PanelClient _panel = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _panel = await PanelClient.OpenAsync(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _panel.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Submit_MakesAShotThatIsWatchedToItsFiles()
    {
        var letter = MailboxServer.Submit(_name);
        letter["memo"] = "für später";

        var queued = (await _panel.LetterAsync(letter))["answer"]!;
        var seen = await _panel.WatchAsync(_name);

        Assert.Equal((_name, "für später", "test"), ((string)queued["name"]!, (string)queued["memo"]!, (string)queued["client"]!));
        var last = seen[^1]["answer"]!;
        Assert.Equal(("succeeded", 1d, "done"), ((string)last["status"]!, (double)last["progress"]!, (string)last["stage"]!));
        Assert.Equal(25, (int)last["frameRate"]!["numerator"]!);
        var shot = Assert.Single(last["shots"]!.AsArray())!;
        Assert.All(
            (string[])[(string)shot["picture"]!, (string)shot["mix"]!, (string)shot["stems"]!["effects"]!, (string)shot["recipe"]!, (string)shot["poster"]!],
            static path => Assert.True(File.Exists(path), path));
    }

    [Fact]
    public async Task Watch_ShowsProgressAndPictures()
    {
        IDisposable held = _server.HoldJobs();
        await _panel.LetterAsync(MailboxServer.Submit(_name));
        var id = await _panel.BeginAsync("watch", ("name", _name));
        List<JsonObject> seen = [await _panel.AnswerAsync(id)];
        held.Dispose();
        while (PanelClient.StatusOf(seen[^1]) is "queued" or "running")
        {
            seen.Add(await _panel.AnswerAsync(id));
        }

        var picture = seen.Select(static answer => (string?)answer["preview"]).OfType<string>().First();
        Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", picture, StringComparison.Ordinal);
        Assert.Equal("running", PanelClient.StatusOf(seen[^2]));
        Assert.True(seen.Zip(seen.Skip(1)).All(static pair => (double)pair.First["answer"]!["progress"]! <= (double)pair.Second["answer"]!["progress"]!));
    }

    [Fact]
    public async Task Submit_ThatComesAgainIsTheSameJob_AndAnotherUnderItsNameIsRefused()
    {
        var first = await _panel.LetterAsync(MailboxServer.Submit(_name));
        using var other = await PanelClient.OpenAsync(_server);
        var second = await other.LetterAsync(MailboxServer.Submit(_name));
        var third = await _panel.LetterAsync(MailboxServer.Submit(_name, "another wish"));

        Assert.Equal((string)first["answer"]!["job"]!, (string)second["answer"]!["job"]!);
        Assert.Equal(("client_key_taken", "client_key"), PanelClient.ErrorOf(third));
        Assert.Equal(1, _server.Jobs.List(10, null, null).TotalCount);
    }

    [Fact]
    public async Task Cancel_EndsTheJobOfThatLetterAlone()
    {
        using var held = _server.HoldJobs();
        var other = MailboxServer.NewName();
        await _panel.LetterAsync(MailboxServer.Submit(_name));
        await _panel.LetterAsync(MailboxServer.Submit(other));

        await _panel.LetterAsync(MailboxServer.About(MailboxServer.NewName(), "cancel", _name));

        Assert.Equal("cancelled", PanelClient.StatusOf((await _panel.WatchAsync(_name))[^1]));
        Assert.NotEqual("cancelled", PanelClient.StatusOf(await _panel.CallAsync("watch", ("name", other))));
    }

    [Fact]
    public async Task Panels_FollowTheirOwnJobsAndSeeTheSameHistory()
    {
        using var other = await PanelClient.OpenAsync(_server);
        var theirs = MailboxServer.NewName();
        await _panel.LetterAsync(MailboxServer.Submit(_name, "mine"));
        await other.LetterAsync(MailboxServer.Submit(theirs, "theirs"));
        var (mine, their) = (_panel.WatchAsync(_name), other.WatchAsync(theirs));

        var shots = new[] { (await mine)[^1], (await their)[^1] }.Select(static answer => (string)answer["answer"]!["shots"]![0]!["name"]!).ToList();

        Assert.Equal(2, shots.Distinct().Count());
        foreach (var panel in (PanelClient[])[_panel, other])
        {
            var history = await panel.CallAsync("history");
            Assert.False((bool)history["more"]!);
            Assert.Equal(shots.Order(), history["shots"]!.AsArray().Select(static shot => (string)shot!["name"]!).Order());
            Assert.Equal(["mine", "theirs"], history["shots"]!.AsArray().Select(static shot => (string)shot!["prompt"]!).Order());
            Assert.All(history["shots"]!.AsArray(), static shot => Assert.True((long)shot!["seed"]! >= 0 && File.Exists((string)shot["picture"]!)));
        }
    }

    [Fact]
    public async Task History_GoesOnAfterAShot_AndPassesSpoiltOnesBy()
    {
        await _panel.LetterAsync(MailboxServer.Submit(_name));
        var shot = (await _panel.WatchAsync(_name))[^1]["answer"]!["shots"]![0]!;

        Assert.Empty((await _panel.CallAsync("history", ("name", (string)shot["name"]!)))["shots"]!.AsArray());
        File.Delete((string)shot["recipe"]!);

        Assert.Empty((await _panel.CallAsync("history"))["shots"]!.AsArray());
    }

    [Fact]
    public async Task Propose_AnswersARequestThatCanBeSent()
    {
        var sequence = new JsonObject { ["frameRate"] = new JsonObject { ["numerator"] = 25, ["denominator"] = 1 }, ["width"] = 640, ["height"] = 360 };
        var wish = new JsonObject { ["sequence"] = sequence, ["prompt"] = "rain", ["seconds"] = 2, ["atFrame"] = 50 };

        var proposal = (await _panel.CallAsync("propose", ("request", wish)))["proposal"]!;
        var letter = MailboxServer.Submit(_name);
        letter["request"] = proposal["request"]!.DeepClone();

        Assert.Equal((2, "00:00:02:00"), ((int)proposal["request"]!["seconds"]!, (string)proposal["request"]!["sequence"]!["startTimecode"]!));
        Assert.Equal("queued", PanelClient.StatusOf(await _panel.LetterAsync(letter)));
        Assert.Equal("sequence", PanelClient.ErrorOf(await _panel.CallAsync("propose", ("request", new JsonObject()))).Field);
        Assert.Equal("request", PanelClient.ErrorOf(await _panel.CallAsync("propose")).Field);
    }

    [Fact]
    public async Task Clips_ByTheirPathAreReadWhereTheMailboxReadsThem()
    {
        var clip = _folder["Küste mit Möwe.mov"];
        await TestClip.MakeAsync(clip, "25", 1, "-c:v mpeg4", stop: Stop);
        Assert.Equal(("invalid_request", "clips[0].path"), PanelClient.ErrorOf(await _panel.LetterAsync(Extend(MailboxServer.NewName(), clip))));

        Directory.CreateDirectory(_server.Paths.Mailbox);
        var settings = Path.Combine(_server.Paths.Mailbox, "settings.json");
        await File.WriteAllTextAsync(settings, "not json", Stop);
        Assert.Equal(("invalid_request", "clips[0].path"), PanelClient.ErrorOf(await _panel.LetterAsync(Extend(MailboxServer.NewName(), clip))));

        await File.WriteAllTextAsync(settings, new JsonObject { ["mediaFolders"] = new JsonArray(_folder.Path) }.ToJsonString(), Stop);
        await _panel.LetterAsync(Extend(_name, clip));

        Assert.Equal("succeeded", PanelClient.StatusOf((await _panel.WatchAsync(_name))[^1]));
    }

    [Fact]
    public async Task Clips_FromElsewhereAreSentInParts()
    {
        await TestClip.MakeAsync(_folder["clip.mov"], "25", 1, "-c:v mpeg4", stop: Stop);
        var clip = await File.ReadAllBytesAsync(_folder["clip.mov"], Stop);

        var mediaId = (string)(await _panel.UploadAsync([.. clip.Chunk(1 + (clip.Length / 3))]))["mediaId"]!;
        var letter = Extend(_name);
        letter["request"]!["conditioning"] = new JsonArray(new JsonObject { ["role"] = "CONDITIONING_ROLE_CLIP", ["mediaId"] = mediaId });
        await _panel.LetterAsync(letter);

        Assert.Equal("succeeded", PanelClient.StatusOf((await _panel.WatchAsync(_name))[^1]));
    }

    [Fact]
    public async Task Server_ThatStopsSaysSo_AndTheJobGoesOnAtTheNext()
    {
        using (_server.HoldJobs())
        {
            await _panel.LetterAsync(MailboxServer.Submit(_name));
            var id = await _panel.BeginAsync("watch", ("name", _name));
            await _panel.AnswerAsync(id);
            var closed = _panel.ClosedAsync();
            await _server.RestartAsync();
            Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, await closed);
        }

        using var again = await PanelClient.OpenAsync(_server);
        var repeated = await again.LetterAsync(MailboxServer.Submit(_name));
        var seen = await again.WatchAsync(_name);

        Assert.Equal((string)repeated["answer"]!["job"]!, (string)seen[^1]["answer"]!["job"]!);
        Assert.Equal("succeeded", PanelClient.StatusOf(seen[^1]));
        Assert.Equal(1, _server.Jobs.List(10, null, null).TotalCount);
    }

    private static JsonObject Extend(string name, params string[] clips)
    {
        var letter = MailboxServer.Submit(name, "goes on", clips);
        letter["request"]!["task"] = "SHOT_TASK_EXTEND_TAIL";
        return letter;
    }
}
