using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox;

/// <summary>Letters in, answers out, with a server that is stopped and started between.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class MailboxServiceTests : IAsyncLifetime
{
    private readonly MailboxServer _server = new();
    private readonly string _name = MailboxServer.NewName();

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Submit_MakesTheShotAndSaysWhereItLies()
    {
        var letter = MailboxServer.Submit(_name);
        letter["memo"] = "für später \n\"x\"";

        _server.Post(letter);
        var answer = await _server.FinalAsync(_name);

        Assert.Equal("succeeded", (string)answer["status"]!);
        Assert.Equal("für später \n\"x\"", (string)answer["memo"]!);
        Assert.Equal(1, (double)answer["progress"]!);
        var shot = Assert.Single(answer["shots"]!.AsArray())!;
        Assert.All(
            (string[])[(string)shot["picture"]!, (string)shot["mix"]!, (string)shot["stems"]!["effects"]!, (string)shot["recipe"]!],
            static path => Assert.True(File.Exists(path), path));
        await _server.TakenAsync(_name);
    }

    [Fact]
    public async Task Submit_AnswersInLuaWhenAsked()
    {
        var letter = MailboxServer.Submit(_name);
        letter["answer"] = "lua";
        letter["memo"] = "grün]]\0\"\\\n";

        _server.Post(letter);
        await _server.FinalAsync(_name);
        await _server.BoxAsync(static box => (string?)box["open"]?[0]?["status"] == "succeeded");
        var lua = await File.ReadAllBytesAsync(Path.Combine(_server.Out, $"{_name}.lua"), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(lua[..^1], static unit => unit is < (byte)' ' or > (byte)'~');
        Assert.Contains(@"[""memo""]=""gr\195\188n]]\000\034\092\010""", Encoding.ASCII.GetString(lua), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_ThatComesAgainMakesNothingTwice()
    {
        _server.Post(MailboxServer.Submit(_name));
        await _server.FinalAsync(_name);
        await _server.TakenAsync(_name);

        _server.Post(MailboxServer.Submit(_name, "another wish"));
        await _server.TakenAsync(_name);

        Assert.Equal(1, _server.Jobs.List(10, null, null).TotalCount);
    }

    [Fact]
    public async Task Submit_OfABadRequestNamesTheField()
    {
        var letter = MailboxServer.Submit(_name);
        letter["request"]!["seconds"] = 0;
        _server.Post(letter);

        Assert.Equal(("invalid_request", "seconds", "0"), await _server.RefusedAsync(_name));
    }

    [Fact]
    public async Task Submit_OfAFieldThatNobodyKnowsIsRefused()
    {
        var letter = MailboxServer.Submit(_name);
        letter["request"]!["colour_of_money"] = "green";
        _server.Post(letter);

        var (code, field, _) = await _server.RefusedAsync(_name);
        Assert.Equal(("invalid_request", "request"), (code, field));
    }

    [Fact]
    public async Task Cancel_EndsTheJob()
    {
        _server.Post(MailboxServer.Submit(_name, "waits for ever"));
        await _server.AnswerAsync(_name, static answer => (string)answer["status"]! == "running");

        _server.Post(MailboxServer.About(MailboxServer.NewName(), "cancel", _name));

        Assert.Equal("cancelled", (string)(await _server.FinalAsync(_name))["status"]!);
    }

    [Fact]
    public async Task Preview_LiesBesideTheAnswerUntilThatIsForgotten()
    {
        _server.Post(MailboxServer.Submit(_name, "shows itself for ever"));
        var answer = await _server.AnswerAsync(_name, static answer => answer["preview"] is not null);
        var preview = (string)answer["preview"]!;

        Assert.Equal(("running", "denoise"), ((string)answer["status"]!, (string)answer["stage"]!));
        Assert.Equal(Path.Combine(_server.Out, $"{_name}.png"), preview);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(preview));

        _server.Post(MailboxServer.About(MailboxServer.NewName(), "cancel", _name));
        Assert.True(File.Exists((string?)(await _server.FinalAsync(_name))["preview"]));
        _server.Post(MailboxServer.About(MailboxServer.NewName(), "forget", _name));
        await _server.GoneAsync(preview);
    }

    [Fact]
    public async Task Forget_RemovesTheAnswerAndKeepsTheShot()
    {
        _server.Post(MailboxServer.Submit(_name));
        var shot = (string)(await _server.FinalAsync(_name))["shots"]![0]!["name"]!;

        _server.Post(MailboxServer.About(MailboxServer.NewName(), "forget", _name));
        await _server.BoxAsync(static box => box["open"]!.AsArray().Count == 0);
        _server.Post(MailboxServer.Submit(_name));
        await _server.TakenAsync(_name);

        Assert.Equal("forgotten", (string)(await _server.FinalAsync(_name))["status"]!);
        Assert.Equal(shot, Assert.Single(_server.Library.List()).Name);
    }

    [Fact]
    public async Task Box_ListsTheAnswersOfTwoEditorsAtOnce()
    {
        var other = MailboxServer.Submit(MailboxServer.NewName());
        other["client"] = "other";
        _server.Post(MailboxServer.Submit(_name));
        _server.Post(other);

        var box = await _server.BoxAsync(static box =>
            box["open"]!.AsArray() is { Count: 2 } open && open.All(static answer => (string)answer!["status"]! == "succeeded"));

        Assert.Equal(["other", "test"], box["open"]!.AsArray().Select(static answer => (string)answer!["client"]!).Order());
        Assert.Equal(2, _server.Library.List().Count);
    }

    [Fact]
    public async Task Start_GoesOnWithWhatWasUnderWay()
    {
        var late = MailboxServer.NewName();
        _server.Post(MailboxServer.Submit(_name, "waits for ever"));
        await _server.AnswerAsync(_name, static answer => (string)answer["status"]! == "running");
        await _server.StopAsync();
        _server.Post(MailboxServer.Submit(late));

        await _server.StartAsync();
        await _server.AnswerAsync(_name, static answer => (string)answer["status"]! == "running");
        _server.Post(MailboxServer.About(MailboxServer.NewName(), "cancel", _name));

        Assert.Equal("cancelled", (string)(await _server.FinalAsync(_name))["status"]!);
        Assert.Equal("succeeded", (string)(await _server.FinalAsync(late))["status"]!);
    }

    [Fact]
    public async Task Start_ReadsALetterAgainWhoseClipsWereBeingRead()
    {
        await _server.StopAsync();
        _server.Post(MailboxServer.Submit(_name));
        var answer = new JsonObject { ["name"] = _name, ["client"] = "test", ["created"] = 1, ["status"] = "reading" };
        await File.WriteAllTextAsync(Path.Combine(_server.Out, $"{_name}.json"), answer.ToJsonString(), TestContext.Current.CancellationToken);

        await _server.StartAsync();

        Assert.Equal("succeeded", (string)(await _server.FinalAsync(_name))["status"]!);
    }

    [Fact]
    public async Task Answer_OfAJobThatIsDeletedSaysSo()
    {
        _server.Post(MailboxServer.Submit(_name));
        var answer = await _server.FinalAsync(_name);
        await _server.StopAsync();
        answer["status"] = "running";
        answer["job"] = "aaaaaaaaaaaa";
        await File.WriteAllTextAsync(Path.Combine(_server.Out, $"{_name}.json"), answer.ToJsonString(), TestContext.Current.CancellationToken);

        await _server.StartAsync();

        Assert.Equal("job_not_found", (string)(await _server.FinalAsync(_name))["error"]!["code"]!);
    }

    [Fact]
    public async Task Answer_ThatCannotBeWrittenNowIsWrittenLater()
    {
        _server.Post(MailboxServer.Submit(_name, "waits for ever"));
        var job = (string)(await _server.AnswerAsync(_name, static answer => (string)answer["status"]! == "running"))["job"]!;

        // A folder in place of the draft is what no write gets past.
        var obstacle = Directory.CreateDirectory(Path.Combine(_server.Out, $"{_name}.json.part")).FullName;
        await _server.Jobs.CancelAsync(LocalServer.Jobs.JobId.Parse(job), TestContext.Current.CancellationToken);
        await foreach (var _ in _server.Jobs.WatchAsync(LocalServer.Jobs.JobId.Parse(job), 0, TestContext.Current.CancellationToken))
        {
            // Until it has ended.
        }

        Directory.Delete(obstacle);

        Assert.Equal("cancelled", (string)(await _server.FinalAsync(_name))["status"]!);
    }

    [Fact]
    public async Task Folder_IsForItsOwnerAlone()
    {
        _server.Post(MailboxServer.Submit(_name));
        await _server.FinalAsync(_name);
        await _server.StopAsync();

        const UnixFileMode others = (UnixFileMode)0b000_111_111;
        foreach (var path in (string[])[_server.Paths.Mailbox, _server.In, _server.Out, .. Directory.EnumerateFiles(_server.Out)])
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
        }

        var token = await File.ReadAllTextAsync(_server.Paths.Token, TestContext.Current.CancellationToken);
        Assert.All(Directory.EnumerateFiles(_server.Out), file => Assert.DoesNotContain(token, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prefs_CarryLettersOfAScriptThatCanWriteNothingElse()
    {
        var prefs = new PrefsFile(_server.Paths.Home);
        _server.Settings(new JsonObject { ["fusionPrefs"] = new JsonArray(prefs.Path) });
        prefs.Write(MailboxServer.Submit(_name).ToJsonString(), "", "half a letter");

        Assert.Equal("succeeded", (string)(await _server.FinalAsync(_name))["status"]!);

        prefs.Write(MailboxServer.About(MailboxServer.NewName(), "forget", _name).ToJsonString());
        await _server.BoxAsync(static box => box["open"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task Prefs_AreBelievedOnlyWhileOthersCannotWriteThem()
    {
        var prefs = new PrefsFile(_server.Paths.Home);
        prefs.Open(_server.Paths.Home);
        _server.Settings(new JsonObject { ["fusionPrefs"] = new JsonArray(prefs.Path) });
        prefs.Write(MailboxServer.Submit(_name).ToJsonString());
        // Two rounds: after the second one the preferences were looked at.
        foreach (var other in (string[])[MailboxServer.NewName(), MailboxServer.NewName()])
        {
            _server.Post(MailboxServer.Submit(other));
            await _server.FinalAsync(other);
        }

        Assert.False(File.Exists(Path.Combine(_server.Out, $"{_name}.json")));

        prefs.Close();
        prefs.Write(MailboxServer.Submit(_name).ToJsonString());
        Assert.Equal("succeeded", (string)(await _server.FinalAsync(_name))["status"]!);
    }
}
