using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs;

public sealed class AdmissionTests : IDisposable
{
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-admission-").FullName, "/nonexistent");

    public AdmissionTests() => _paths.Create();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_DamagedPack_IsRefused()
    {
        var admission = Open(verifyPack: (pack, _) => throw new PackException(pack, "it is damaged.", "Install it again."));

        await Assert.ThrowsAsync<PackException>(() => admission.CheckAsync(JobWorld.Request(), Stop));
    }

    [Fact]
    public async Task Check_WordsToSpeakWithoutAVoice_AreRefused()
    {
        var admission = Open(voice: () => throw new SpeechException("no voice"));

        await Assert.ThrowsAsync<SpeechException>(() => admission.CheckAsync(JobWorld.Request("says \"hello\""), Stop));
        await admission.CheckAsync(JobWorld.Request("says nothing"), Stop);
    }

    [Theory]
    [InlineData(PictureCodec.DnxhrHqx, 128, 64, "sequence.size")]
    [InlineData(PictureCodec.ProRes422Hq, 17, 0, "sequence.size")]
    public async Task Check_SizeThatTheCodecCannotDo_IsRefused(PictureCodec codec, int width, int height, string field)
    {
        var request = JobWorld.Request() with { Codec = codec };
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => Open().CheckAsync(
            request with { Sequence = request.Sequence with { Width = width, Height = height } }, Stop));

        Assert.Equal(field, error.Field);
    }

    [Theory]
    [InlineData(ShotTask.Shot, ConditioningRole.Frame, "RIFF....WAVEfmt ", "picture for a frame")]
    [InlineData(ShotTask.Shot, ConditioningRole.Cast, "....ftypqt  ....", "picture for a cast")]
    [InlineData(ShotTask.Edit, ConditioningRole.Clip, "RIFF....WAVEfmt ", "for a clip")]
    [InlineData(ShotTask.Edit, ConditioningRole.Clip, "#EXTM3U\nfile:/etc/passwd", "for a clip")]
    public async Task Check_MediaThatCannotBeWhatItIsTakenFor_IsRefused(ShotTask task, ConditioningRole role, string head, string allowed)
    {
        var id = new string('a', 64);
        await File.WriteAllTextAsync(Path.Combine(_paths.Uploads, id), head.Replace("....", "\0\0\0\x20", StringComparison.Ordinal), Stop);
        var piece = new Conditioning(role, id, Name: role == ConditioningRole.Cast ? "ball" : "");

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => Open().CheckAsync(JobWorld.Request() with { Task = task, Conditioning = [piece] }, Stop));

        Assert.Equal("conditioning[0].media_id", error.Field);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_paths.Home, recursive: true);

    private Admission Open(PackVerification? verifyPack = null, Func<ISpeechVoice>? voice = null) => new(
        new TestPlanner(),
        verifyPack ?? ((_, _) => { }),
        new TestShotEncoder(),
        voice ?? (() => FliteVoice.Find()),
        new UploadStore(_paths.Uploads, _ => true),
        _paths,
        static () => new JobOptions());
}
