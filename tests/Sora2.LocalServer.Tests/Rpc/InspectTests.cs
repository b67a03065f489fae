using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Tests.Media;
using Sora2.LocalServer.Tests.Media.Footage;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>Clips that a client sends and asks about.</summary>
public sealed class InspectTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Contracts.V1.Media.MediaClient Client => new(server.Calls);

    [Theory]
    [InlineData("clip.mov", "-c:v prores_ks -pix_fmt yuv422p10le -timecode 10:00:00:00", "10:00:00:00")]
    [InlineData("clip.mkv", "-c:v mpeg4", "")]
    [InlineData("clip.ts", "-c:v mpeg2video", "")]
    public async Task Inspect_SaysWhatTheClipIs(string name, string encode, string timecode)
    {
        await TestClip.MakeAsync(_folder[name], "25", 2, encode, sound: "sin(440*t)", stop: Stop);

        var clip = await Client.InspectAsync(new InspectRequest { MediaId = await UploadAsync(_folder[name]) }, cancellationToken: Stop);

        Assert.Equal((25, 1, TestClip.Width, TestClip.Height, true), (clip.FrameRate.Numerator, clip.FrameRate.Denominator, clip.Width, clip.Height, clip.HasSound));
        Assert.Equal(timecode, clip.StartTimecode);
        Assert.Equal(2, clip.Seconds, 1);
        Assert.Empty(clip.Notes);
    }

    [Fact]
    public async Task Inspect_SaysWhatIsOddAboutIt()
    {
        await TestClip.MakeAsync(_folder["clip.mov"], "25", 1, "-c:v qtrle -pix_fmt argb", stop: Stop);

        var clip = await Client.InspectAsync(new InspectRequest { MediaId = await UploadAsync(_folder["clip.mov"]) }, cancellationToken: Stop);

        Assert.Contains(clip.Notes, static note => note.Contains("transparent", StringComparison.Ordinal));
        Assert.Contains("The clip is silent.", clip.Notes);
    }

    [Fact]
    public async Task Inspect_OfWhatIsNoClip_IsRefused()
    {
        await TestClip.RunAsync(["-f", "lavfi", "-i", "sine=duration=1", _folder["sound.wav"]], Stop);

        Assert.Equal("a file that is no movie by its first bytes", (await RefusedAsync(await UploadAsync(_folder["sound.wav"]))).Given);
        Assert.Equal("media_id", (await RefusedAsync("../../etc/passwd")).Field);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Fault> RefusedAsync(string id)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.InspectAsync(new InspectRequest { MediaId = id }, cancellationToken: Stop));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        return RunningServer.FaultOf(error);
    }

    private async Task<string> UploadAsync(string path)
    {
        using var call = Client.Upload(cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new UploadRequest { Data = ByteString.CopyFrom(await File.ReadAllBytesAsync(path, Stop)) }, Stop);
        await call.RequestStream.CompleteAsync();
        return (await call.ResponseAsync).MediaId;
    }
}
