using System.Text.Json.Nodes;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Settings;
using Xunit;

namespace Sora2.LocalServer.Tests.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-settings-").FullName, "/nonexistent");

    public void Dispose() => Directory.Delete(_paths.Home, recursive: true);

    [Fact]
    public void Update_IsReadByTheNextServerAndWritesOnlyWhatDiffers()
    {
        File.WriteAllText(_paths.Settings, """{"theirs": [1, 2], "disk": {"note": "mine"}}""");
        var file = new SettingsFile(_paths);

        file.Update(static now => now with { FramesBytes = 1 << 30, WebhookTargets = ["http://127.0.0.1:9000/hooks"], ModelIdle = TimeSpan.FromSeconds(30) });

        var next = new SettingsFile(_paths).Current;
        Assert.Equal((1L << 30, TimeSpan.FromSeconds(30), "http://127.0.0.1:9000/hooks"), (next.FramesBytes, next.ModelIdle, Assert.Single(next.WebhookTargets)));
        Assert.Equal(next.FramesBytes, file.Current.FramesBytes);
        var json = JsonNode.Parse(File.ReadAllText(_paths.Settings))!;
        Assert.Equal(2, (int)json["theirs"]![1]!);
        Assert.Equal(["note", "framesBytes"], json["disk"]!.AsObject().Select(static pair => pair.Key));
        Assert.Null(json["mailbox"]);
        Assert.Equal(["settings.json"], Directory.EnumerateFiles(_paths.Home).Select(static path => Path.GetFileName(path)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_paths.Settings));
        }
    }

    public static TheoryData<string, ServerSettings> Wrong => new()
    {
        { "model_idle_minutes", new ServerSettings { ModelIdle = TimeSpan.FromMinutes(-1) } },
        { "model_idle_minutes", new ServerSettings { ModelIdle = SettingsJson.Minutes(double.NaN) } },
        { "model_idle_minutes", new ServerSettings { ModelIdle = SettingsJson.Minutes(1e300) } },
        { "memory_limit_bytes", new ServerSettings { MemoryLimitBytes = 1 << 20 } },
        { "disk_reserve_bytes", new ServerSettings { DiskReserveBytes = 0 } },
        { "frames_bytes", new ServerSettings { FramesBytes = -1 } },
        { "proofs_bytes", new ServerSettings { ProofsBytes = long.MaxValue } },
        { "device", new ServerSettings { Device = "" } },
        { "device", new ServerSettings { Device = "cuda:0; rm" } },
        { "webhook_targets", new ServerSettings { WebhookTargets = ["ftp://127.0.0.1/"] } },
        { "webhook_targets", new ServerSettings { WebhookTargets = ["http://user:word@127.0.0.1/"] } },
        { "webhook_targets", new ServerSettings { WebhookTargets = ["/hooks"] } },
        { "webhook_targets", new ServerSettings { WebhookTargets = [.. Enumerable.Repeat("http://127.0.0.1/", 101)] } },
        { "media_folders", new ServerSettings { MediaFolders = ["relative"] } },
        { "media_folders", new ServerSettings { MediaFolders = ["/nonexistent/folder"] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Update_WithOneThatCannotBe_ChangesNone(string field, ServerSettings wrong)
    {
        var file = new SettingsFile(_paths);

        var error = Assert.Throws<InvalidRequestException>(() => file.Update(_ => wrong with { Mailbox = false }));

        Assert.Equal(field, error.Field);
        Assert.True(file.Current.Mailbox);
        Assert.False(File.Exists(_paths.Settings));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"webhooks\": 4}")]
    [InlineData("{\"webhooks\": {\"allowed\": [4]}}")]
    [InlineData("{\"disk\": {\"framesBytes\": \"much\"}, \"webhooks\": {\"allowed\": [\"http://127.0.0.1/\"]}}")]
    [InlineData("{\"disk\": {\"framesBytes\": 1e40}}")]
    [InlineData("{\"mailbox\": {\"on\": 1}}")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    public void File_ThatIsNotUnderstood_AllowsNothingAndIsNotOverwritten(string text)
    {
        File.WriteAllText(_paths.Settings, text);
        var file = new SettingsFile(_paths);

        Assert.NotNull(file.Problem);
        Assert.Empty(file.Current.WebhookTargets);
        Assert.Throws<InvalidRequestException>(() => file.Update(static now => now with { Mailbox = false }));
        Assert.Equal(text, File.ReadAllText(_paths.Settings));

        File.Delete(_paths.Settings);
        Assert.Null(file.Problem);
    }

    [Fact]
    public void File_WrittenByHand_IsReadAnew()
    {
        var file = new SettingsFile(_paths);
        Assert.True(file.Current.Mailbox);

        File.WriteAllText(_paths.Settings, """{"mailbox": {"on": false}}""");

        Assert.False(file.Current.Mailbox);
        Assert.True(file.AtStart.Mailbox);
    }

    [Fact]
    public void Update_KeepsTheLinkThatTheFileIs()
    {
        var elsewhere = Path.Combine(Directory.CreateDirectory(Path.Combine(_paths.Home, "elsewhere")).FullName, "mine.json");
        File.WriteAllText(elsewhere, "{}");
        File.CreateSymbolicLink(_paths.Settings, elsewhere);

        new SettingsFile(_paths).Update(static now => now with { ProofsBytes = 5 });

        Assert.Equal(elsewhere, new FileInfo(_paths.Settings).LinkTarget);
        Assert.Equal(5, new SettingsFile(_paths).Current.ProofsBytes);
    }

    [Fact]
    public async Task Update_FromManyAtOnce_LosesNone()
    {
        var file = new SettingsFile(_paths);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Task.Run(
            () => file.Update(now => now with { WebhookTargets = [.. now.WebhookTargets, $"http://127.0.0.1:{9000 + index}/"] }), TestContext.Current.CancellationToken)));

        Assert.Equal(20, new SettingsFile(_paths).Current.WebhookTargets.Distinct().Count());
    }
}
