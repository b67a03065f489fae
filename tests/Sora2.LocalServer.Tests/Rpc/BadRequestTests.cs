using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>Every bad request is answered at once with field, given and allowed, and leaves nothing behind.</summary>
public sealed class BadRequestTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string, string, Action<GenerationRequest>> BadFields => new()
    {
        { "prompt", "nothing to read", request => request.Prompt = "" },
        { "prompt", "nothing to read", request => request.Prompt = " \n" },
        { "prompt", "40000 characters", request => request.Prompt = new string('a', 40_000) },
        { "negative_prompt", "4001 characters", request => request.NegativePrompt = new string('a', 4001) },
        { "seconds", "0", request => request.Seconds = 0 },
        { "seconds", "1000", request => request.Seconds = 1000 },
        { "seconds", "NaN", request => request.Seconds = double.NaN },
        { "sequence.frame_rate", "0/0", request => request.Sequence.FrameRate = new FrameRate() },
        { "sequence.frame_rate", "-25/1", request => request.Sequence.FrameRate = new FrameRate { Numerator = -25, Denominator = 1 } },
        { "sequence.frame_rate", "nothing", request => request.Sequence.FrameRate = null },
        { "sequence.frame_rate", "nothing", request => request.Sequence = null },
        { "sequence.size", "17x0", request => (request.Sequence.Width, request.Sequence.Height) = (17, 0) },
        { "sequence.start_timecode", "\"25:00:00:00\"", request => request.Sequence.StartTimecode = "25:00:00:00" },
        { "sequence.colour", "99", request => request.Sequence.Colour = (Colour)99 },
        { "sequence.fit", "99", request => request.Sequence.Fit = (FitPolicy)99 },
        { "codec", "99", request => request.Codec = (PictureCodec)99 },
        { "task", "99", request => request.Task = (ShotTask)99 },
        { "variants", "0", request => request.Variants = 0 },
        { "variants", "17", request => request.Variants = 17 },
        { "step_count", "0", request => request.StepCount = 0 },
        { "step_count", "201", request => request.StepCount = 201 },
        { "guidance_scale", "0", request => request.GuidanceScale = 0 },
        { "seed", "-1", request => request.Seed = -1 },
        { "stems[0]", "99", request => request.Stems.Add((StemKind)99) },
        { "silent", "true beside stems", request => { request.Silent = true; request.Stems.Add(StemKind.Music); } },
        { "range", "a range", request => request.Range = new TimeRange { End = 1 } },
        { "project", "\"///\"", request => request.Project = "///" },
        { "conditioning[0].role", "0", request => request.Conditioning.Add(new Conditioning { MediaId = new string('a', 64) }) },
        {
            "conditioning[0].media_id", "\"../../etc/passwd\"",
            request => request.Conditioning.Add(new Conditioning { Role = ConditioningRole.Frame, MediaId = "../../etc/passwd" })
        },
    };

    [Theory]
    [MemberData(nameof(BadFields), DisableDiscoveryEnumeration = true)]
    public async Task Submit_NamesTheFieldAndLeavesNothing(string field, string given, Action<GenerationRequest> spoil)
    {
        var request = RunningServer.GoodRequest();
        spoil(request);

        var (status, fault) = await server.SubmitRefusedAsync(request);

        Assert.Equal(StatusCode.InvalidArgument, status);
        Assert.Equal((field, given), (fault.Field, fault.Given));
        Assert.NotEqual("", fault.Allowed);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Submit_RefusesAnUnknownPack()
    {
        var request = RunningServer.GoodRequest();
        request.Pack = "no-such-pack";

        var (_, fault) = await server.SubmitRefusedAsync(request);

        Assert.Equal("pack", fault.Field);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Submit_RefusesNoRequestAtAll()
    {
        var (status, fault) = await server.SubmitRefusedAsync(null!);

        Assert.Equal(StatusCode.InvalidArgument, status);
        Assert.Equal("request", fault.Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    public async Task Submit_RefusesABadClientKey(string key)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Generation.SubmitAsync(
            new SubmitRequest { ClientKey = key, Request = RunningServer.GoodRequest() }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("client_key", RunningServer.FaultOf(error).Field);
    }

    [Fact]
    public async Task Upload_RefusesWhatIsNoMedia()
    {
        var error = await UploadRefusedAsync("no picture, only words"u8.ToArray());

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("media", RunningServer.FaultOf(error).Field);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Upload_RefusesAPictureThatOnlyBeginsLikeOne()
    {
        byte[] broken = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[200]];

        var error = await UploadRefusedAsync(broken);

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("media", RunningServer.FaultOf(error).Field);
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Get_OfAnUnknownJobIsNotFound()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Generation.GetAsync(
            new GetJobRequest { JobId = "abcdefghijkm" }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Watch_OfAnUnknownJobIsNotFound()
    {
        using var watch = server.Generation.Watch(
            new WatchRequest { JobId = "abcdefghijkm" }, cancellationToken: TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task List_RefusesABadPageSize(int size)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await server.Generation.ListAsync(
            new ListJobsRequest { PageSize = size }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("page_size", RunningServer.FaultOf(error).Field);
    }

    [Fact]
    public async Task ReadRecipe_RefusesWhatIsNone()
    {
        var library = new Contracts.V1.Library.LibraryClient(server.Calls);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await library.ReadRecipeAsync(
            new ReadRecipeRequest { Recipe = ByteString.CopyFromUtf8("{}") }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    private async Task<RpcException> UploadRefusedAsync(byte[] content)
    {
        using var call = new Contracts.V1.Media.MediaClient(server.Calls).Upload(cancellationToken: TestContext.Current.CancellationToken);
        await call.RequestStream.WriteAsync(new UploadRequest { Data = ByteString.CopyFrom(content) }, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();
        return await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync);
    }

    private async Task AssertNothingIsLeftAsync()
    {
        var queue = await server.Generation.ListAsync(new ListJobsRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(queue.Jobs);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Paths.Uploads));
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Paths.Scratch));
        Assert.Empty(Directory.EnumerateFiles(server.Paths.Library, "*", SearchOption.AllDirectories));
    }
}
