using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Panels;
using Sora2.LocalServer.Tests.Mailbox;
using Sora2.LocalServer.Tests.Videos;
using Xunit;

namespace Sora2.LocalServer.Tests.Panels;

/// <summary>What a panel that is broken or means harm gets: an answer in words, or a closed connection; nobody else notices.</summary>
public sealed class HostilePanelTests(VideosServer server) : IClassFixture<VideosServer>
{
    private const string Clip = "\0\0\0\u0014ftypqt  ";

    private static readonly TimeSpan s_stuck = TimeSpan.FromSeconds(3);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":\"1\",\"op\":\"history\"}")]
    [InlineData("{\"id\":1,\"id\":2,\"op\":\"history\"}")]
    [InlineData("{\"id\":1,\"op\":\"history\",\"unheard\":1}")]
    [InlineData("{\"id\":1,\"op\":null}")]
    public async Task Text_ThatIsNoCallEndsTheConnection(string text)
    {
        using var panel = await PanelClient.OpenAsync(server);

        await panel.SendAsync(Encoding.UTF8.GetBytes(text));

        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, await panel.ClosedAsync());
    }

    [Fact]
    public async Task Text_OfBrokenUtf8EndsTheConnection()
    {
        using var panel = await PanelClient.OpenAsync(server);

        await panel.SendAsync([(byte)'"', 0xC3, 0x28, (byte)'"']);

        // .NET itself ends this one, and the end of the connection may overtake its goodbye.
        var end = await Record.ExceptionAsync(panel.ClosedAsync);
        Assert.True(end is WebSocketException || panel.Socket.CloseStatus == WebSocketCloseStatus.InvalidPayloadData);
    }

    [Fact]
    public async Task Text_ThatIsTooLongEndsTheConnection()
    {
        using var panel = await PanelClient.OpenAsync(server);

        await panel.SendAsync(new byte[PanelConnection.MostTextBytes + 1].Select(static _ => (byte)' ').ToArray());

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await panel.ClosedAsync());
    }

    [Fact]
    public async Task Call_OfAnUnknownKindIsAnswered()
    {
        using var panel = await PanelClient.OpenAsync(server);

        Assert.Equal(("invalid_request", "op"), PanelClient.ErrorOf(await panel.CallAsync("rm -rf")));
        Assert.Equal(("invalid_request", "letter"), PanelClient.ErrorOf(await panel.CallAsync("letter")));
        Assert.Equal(("bad_letter", "letter"), PanelClient.ErrorOf(await panel.LetterAsync([])));
        Assert.Equal(("invalid_request", "letter.op"), PanelClient.ErrorOf(await panel.LetterAsync(MailboxServer.About(MailboxServer.NewName(), "forget", MailboxServer.NewName()))));
        Assert.Equal("job_not_found", PanelClient.ErrorOf(await panel.LetterAsync(MailboxServer.About(MailboxServer.NewName(), "cancel", MailboxServer.NewName()))).Code);
        Assert.Equal("job_not_found", PanelClient.ErrorOf(await panel.CallAsync("watch", ("name", "nobody-knows-it"))).Code);
    }

    [Fact]
    public async Task Letter_OfABadRequestNamesTheField()
    {
        using var panel = await PanelClient.OpenAsync(server);
        var letter = MailboxServer.Submit(MailboxServer.NewName());
        letter["request"]!["seconds"] = 0;

        Assert.Equal(("invalid_request", "seconds"), PanelClient.ErrorOf(await panel.LetterAsync(letter)));
    }

    [Fact]
    public async Task Parts_WithoutAnUploadEndTheConnection()
    {
        using var panel = await PanelClient.OpenAsync(server);

        await panel.SendAsync([1], WebSocketMessageType.Binary);

        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, await panel.ClosedAsync());
    }

    [Fact]
    public async Task Parts_BeyondTheAnnouncedLengthOrTooLongEndTheConnection()
    {
        using var panel = await PanelClient.OpenAsync(server);
        await panel.BeginAsync("upload", ("bytes", 4));
        await panel.SendAsync([1, 2, 3, 4, 5], WebSocketMessageType.Binary);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await panel.ClosedAsync());

        using var other = await PanelClient.OpenAsync(server);
        await other.BeginAsync("upload", ("bytes", 4 << 20));
        await other.SendAsync(new byte[PanelConnection.MostPartBytes + 1], WebSocketMessageType.Binary);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await other.ClosedAsync());
    }

    [Fact]
    public async Task Upload_ThatIsNoMediaIsRefusedAndNotKept()
    {
        using var panel = await PanelClient.OpenAsync(server);
        Assert.Equal("bytes", PanelClient.ErrorOf(await panel.CallAsync("upload", ("bytes", 0))).Field);
        Assert.Equal("bytes", PanelClient.ErrorOf(await panel.CallAsync("upload", ("bytes", 3L << 30))).Field);

        var id = await panel.BeginAsync("upload", ("bytes", 3_000_000));
        Assert.Equal("upload_busy", PanelClient.ErrorOf(await panel.CallAsync("upload", ("bytes", 1))).Code);
        for (var part = 0; part < 2; part++)
        {
            await panel.SendAsync(new byte[1_000_000], WebSocketMessageType.Binary);
        }

        JsonObject answer;
        do
        {
            answer = await panel.AnswerAsync(id);
        }
        while (answer["received"] is not null);
        Assert.Equal("media", PanelClient.ErrorOf(answer).Field);
        Assert.Empty(Directory.EnumerateFiles(server.Paths.Uploads));
        Assert.Equal("media", PanelClient.ErrorOf(await panel.UploadAsync([new byte[2000]])).Field);
    }

    [Fact]
    public async Task Upload_ThatBreaksOffLeavesNothing()
    {
        using (var panel = await PanelClient.OpenAsync(server))
        {
            using var watcher = new FileSystemWatcher(server.Paths.Uploads);
            var (begun, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
            watcher.Created += (_, _) => begun.TrySetResult();
            watcher.Deleted += (_, _) => gone.TrySetResult();
            watcher.EnableRaisingEvents = true;
            await panel.BeginAsync("upload", ("bytes", 1 << 20));
            await panel.SendAsync([.. Encoding.Latin1.GetBytes(Clip), .. new byte[2000]], WebSocketMessageType.Binary);
            await begun.Task.WaitAsync(Stop);

            panel.Socket.Abort();

            await gone.Task.WaitAsync(Stop);
        }

        Assert.Empty(Directory.EnumerateFiles(server.Paths.Uploads));
    }

    [Fact]
    public async Task Reader_WhoDoesNotReadIsNotReadEither_AndMissesNothing()
    {
        using var panel = await PanelClient.OpenAsync(server);
        var wish = new JsonObject
        {
            ["sequence"] = new JsonObject { ["frameRate"] = new JsonObject { ["numerator"] = 25, ["denominator"] = 1 }, ["width"] = 640, ["height"] = 360 },
            ["prompt"] = new string('x', 200_000),
        };
        var call = Encoding.UTF8.GetBytes(new JsonObject { ["id"] = 7, ["op"] = "propose", ["request"] = wish }.ToJsonString());

        var sent = 0;
        Task send;
        do
        {
            send = panel.SendAsync(call);
            sent++;
        }
        while (sent < 2000 && await Task.WhenAny(send, Task.Delay(s_stuck, Stop)) == send);

        Assert.False(send.IsCompleted, $"{sent} calls were taken in whose answers nobody reads.");
        using (var other = await PanelClient.OpenAsync(server))
        {
            Assert.NotNull((await other.CallAsync("history"))["shots"]);
        }

        for (var count = 0; count < sent; count++)
        {
            Assert.Equal(7, (long)(await panel.ReceiveAsync())!["re"]!);
        }

        await send;
    }

    [Fact]
    public async Task Watches_AreCounted()
    {
        using var held = server.HoldJobs();
        using var panel = await PanelClient.OpenAsync(server);
        var name = MailboxServer.NewName();
        await panel.LetterAsync(MailboxServer.Submit(name));
        for (var count = 0; count < 64; count++)
        {
            await panel.CallAsync("watch", ("name", name));
        }

        Assert.Equal("too_many_watches", PanelClient.ErrorOf(await panel.CallAsync("watch", ("name", name))).Code);
    }
}
