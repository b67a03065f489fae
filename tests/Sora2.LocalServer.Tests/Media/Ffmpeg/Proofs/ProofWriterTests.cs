using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Ffmpeg.Proofs;
using Sora2.LocalServer.Tests.Media.Footage;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Ffmpeg.Proofs;

/// <summary>Makes proofs of a real movie with the real FFmpeg.</summary>
public sealed class ProofWriterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ProofKind.H264, "h264", "mov")]
    [InlineData(ProofKind.Vp9, "vp9", "matroska")]
    public async Task Write_KeepsEveryFrameAtTheExactRate(ProofKind kind, string codec, string demuxer)
    {
        var (movie, proof) = (_folder["movie.mov"], _folder["proof"]);
        await TestClip.MakeAsync(movie, "30000/1001", 1.5, "-c:v prores_ks -profile:v 3 -pix_fmt yuv422p10le", size: "320x180", stop: Stop);
        var tools = await Tools.FfmpegAsync();

        await new ProofWriter(tools).WriteAsync(movie, proof, kind, Stop);

        var report = await MovieReport.ReadAsync(tools, proof, demuxer, Stop);
        Assert.Equal((codec, "yuv420p", 320, 180, 45), (report.Codec, report.PixelFormat, report.Width, report.Height, report.FrameCount));
        Assert.Equal(("30000/1001", "bt709 bt709 bt709 tv"), (report.FrameRate, report.Colour));
        Assert.Null(report.Sound);
    }
}
