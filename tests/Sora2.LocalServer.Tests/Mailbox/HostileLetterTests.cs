using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Tests.Media;
using Sora2.LocalServer.Tests.Media.Footage;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox;

/// <summary>What somebody puts into the mailbox who means no good, or does not know better.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileLetterTests : IAsyncLifetime
{
    private readonly MailboxServer _server = new();
    private readonly TestFolder _folder = new();
    private readonly string _name = MailboxServer.NewName();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string LetterPath => Path.Combine(_server.In, $"{_name}.json");

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("", "letter")]
    [InlineData("null", "letter")]
    [InlineData("[1,2]", "letter")]
    [InlineData("{\"version\":1", "letter")]
    [InlineData("{\"version\":1,\"version\":1}", "letter")]
    [InlineData("{\"version\":1,\"unheard\":1}", "letter")]
    [InlineData("{\"memo\":\"\\ud800\"}", "letter")]
    public async Task Text_ThatIsNoLetterIsRefused(string text, string field)
    {
        _server.Post(_name, Encoding.UTF8.GetBytes(text));

        Assert.Equal(("bad_letter", field), await CodeAndFieldAsync());
        await _server.TakenAsync(_name);
    }

    [Theory]
    [InlineData("version", "2")]
    [InlineData("name", "\"another-name\"")]
    [InlineData("client", "\"../../x\"")]
    [InlineData("answer", "\"exe\"")]
    [InlineData("op", "\"format-disk\"")]
    [InlineData("written", "0")]
    [InlineData("written", "-9223372036854775808")]
    [InlineData("written", "9223372036854775807")]
    [InlineData("of", "\"test-abcdefgh\"")]
    [InlineData("request", "null")]
    public async Task Field_ThatCannotBeIsNamed(string field, string value)
    {
        var letter = MailboxServer.Submit(_name);
        letter[field] = JsonNode.Parse(value);
        _server.Post(_name, Encoding.UTF8.GetBytes(letter.ToJsonString()));

        Assert.Equal(("bad_letter", field), await CodeAndFieldAsync());
    }

    [Fact]
    public async Task Utf8_ThatIsBrokenIsRefused()
    {
        var text = Encoding.UTF8.GetBytes(MailboxServer.Submit(_name, "a ~ ball").ToJsonString());
        text[text.AsSpan().IndexOf((byte)'~')] = 0xC3;
        _server.Post(_name, text);

        Assert.Equal(("bad_letter", "letter", "broken UTF-8"), await _server.RefusedAsync(_name));
    }

    [Fact]
    public async Task File_ThatIsHugeIsNotRead()
    {
        var draft = Path.Combine(_server.In, $"{_name}.part");
        await using (var file = File.Create(draft))
        {
            file.SetLength(8L << 30);
        }

        File.Move(draft, LetterPath);

        Assert.Equal("a file of 8589934592 bytes", (await _server.RefusedAsync(_name)).Given);
        await _server.TakenAsync(_name);
    }

    [Fact]
    public async Task Link_IsRemovedAndWhatItLeadsToIsLeft()
    {
        await File.WriteAllTextAsync(_folder["letter"], MailboxServer.Submit(_name).ToJsonString(), Stop);
        File.CreateSymbolicLink(LetterPath, _folder["letter"]);

        Assert.Equal(("bad_letter", "letter"), await CodeAndFieldAsync());
        await _server.TakenAsync(_name);
        Assert.True(File.Exists(_folder["letter"]));
    }

    [Fact]
    public async Task HardLink_IsRemovedAndWhatItNamesIsLeft()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links are counted on Linux alone");
        var letter = Path.Combine(_server.Paths.Home, "letter");
        await File.WriteAllTextAsync(letter, MailboxServer.Submit(_name).ToJsonString(), Stop);
        await RunAsync("ln", letter, LetterPath);

        Assert.Equal("a file with several names (a hard link)", (await _server.RefusedAsync(_name)).Given);
        await _server.TakenAsync(_name);
        Assert.True(File.Exists(letter));
    }

    [Fact]
    public async Task Fifo_HoldsNothingUp()
    {
        await RunAsync("mkfifo", LetterPath);

        Assert.Equal("no regular file", (await _server.RefusedAsync(_name)).Given);
        await _server.TakenAsync(_name);
    }

    [Fact]
    public async Task Folder_StaysAndHoldsNothingUp()
    {
        Directory.CreateDirectory(Path.Combine(LetterPath, "sub"));
        var other = MailboxServer.NewName();
        _server.Post(MailboxServer.Submit(other));

        Assert.Equal("succeeded", (string)(await _server.FinalAsync(other))["status"]!);
        Assert.Equal("no regular file", (await _server.RefusedAsync(_name)).Given);
        Assert.True(Directory.Exists(LetterPath));
    }

    [Fact]
    public async Task Names_ThatAreNoneAreNotLookedAt()
    {
        foreach (var name in (string[])["x", "UPPER-CASE", new string('a', 65), "with.dot.dot", "ü-umlaut-name"])
        {
            await File.WriteAllTextAsync(Path.Combine(_server.In, name + ".json"), "{}", Stop);
        }

        _server.Post(MailboxServer.Submit(_name));
        await _server.TakenAsync(_name);

        Assert.Equal(5, Directory.EnumerateFiles(_server.In).Count());
    }

    [Fact]
    public async Task Clips_MayLieWhereTheyAreAllowedAlone()
    {
        var clip = _folder["clip.mov"];
        await TestClip.MakeAsync(clip, "25", 1, "-c:v mpeg4", stop: Stop);
        var allowed = Directory.CreateDirectory(_folder["allowed"]).FullName;
        Directory.CreateDirectory(_folder["allowed-not"]);
        File.Copy(clip, _folder["allowed-not/clip.mov"]);
        Directory.CreateSymbolicLink(_folder["allowed/way"], _folder["allowed-not"]);
        File.CreateSymbolicLink(_folder["allowed/link.mov"], clip);
        await File.WriteAllTextAsync(_folder["allowed/text.mov"], "ffconcat version 1.0\nfile /etc/passwd\n", Stop);
        await RunAsync("mkfifo", _folder["allowed/fifo.mov"]);
        File.Copy(clip, _folder["allowed/one.mov"]);
        await RunAsync("ln", _folder["allowed/one.mov"], _folder["allowed/two.mov"]);
        _server.Settings(new JsonObject { ["mediaFolders"] = new JsonArray(allowed) });

        string[] refused =
        [
            clip, _folder["allowed-not/clip.mov"], _folder["allowed/way/clip.mov"], _folder["allowed/link.mov"], _folder["allowed/text.mov"],
            _folder["allowed/fifo.mov"], _folder["allowed/two.mov"], _folder["allowed/../clip.mov"], allowed, "/etc/passwd", "/dev/zero",
            _folder["allowed/none.mov"], _server.Paths.Token, _server.Paths.Database,
        ];
        foreach (var path in refused)
        {
            var name = MailboxServer.NewName();
            _server.Post(MailboxServer.Submit(name, "a red ball", path));
            Assert.Equal(("invalid_request", "clips[0].path"), (await _server.RefusedAsync(name)) is var (code, field, _) ? (code, field) : default);
        }

        Assert.Empty(Directory.EnumerateFiles(_server.Paths.Uploads));
    }

    [Fact]
    public async Task Clips_MayHaveLongNamesWithSpacesAndUmlauts()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_folder.Path, new string('ü', 100), "mit Leerzeichen " + new string('ß', 100))).FullName;
        var clip = Path.Combine(deep, "Aufnahme \"1\" 'ä'.mov");
        Assert.True(clip.Length > 250 && Encoding.UTF8.GetByteCount(clip) > 450);
        await TestClip.MakeAsync(clip, "25", 1, "-c:v mpeg4", stop: Stop);
        _server.Settings(new JsonObject { ["mediaFolders"] = new JsonArray(_folder.Path) });
        var letter = MailboxServer.Submit(_name, "goes on", clip);
        letter["request"]!["task"] = "SHOT_TASK_EXTEND_TAIL";

        _server.Post(letter);

        Assert.Equal("succeeded", (string)(await _server.FinalAsync(_name))["status"]!);
    }

    [Fact]
    public async Task Clips_OfARefusedRequestAreNotKept()
    {
        await TestClip.MakeAsync(_folder["clip.mov"], "25", 1, "-c:v mpeg4", stop: Stop);
        _server.Settings(new JsonObject { ["mediaFolders"] = new JsonArray(_folder.Path) });
        _server.Post(MailboxServer.Submit(_name, "a shot takes no clip", _folder["clip.mov"]));

        Assert.Equal("conditioning[0].role", (await _server.RefusedAsync(_name)).Field);
        Assert.Empty(Directory.EnumerateFiles(_server.Paths.Uploads));
    }

    [Fact]
    public async Task Flood_IsCountedAndRefused()
    {
        await _server.StopAsync();
        var names = Enumerable.Range(0, 300).Select(static _ => MailboxServer.NewName()).ToList();
        names.ForEach(name => _server.Post(MailboxServer.Submit(name, "waits for ever")));

        await _server.StartAsync();
        var answers = new List<JsonNode>();
        foreach (var name in names)
        {
            answers.Add(await _server.AnswerAsync(name, static _ => true));
        }

        Assert.Contains(answers, static answer => (string?)answer["error"]?["code"] is "queue_full" or "mailbox_full");
        Assert.All(answers, static answer => Assert.NotEqual("internal", (string?)answer["error"]?["code"]));
    }

    private async Task<(string Code, string? Field)> CodeAndFieldAsync()
    {
        var (code, field, _) = await _server.RefusedAsync(_name);
        return (code, field);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
