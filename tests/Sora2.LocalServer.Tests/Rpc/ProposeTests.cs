using Grpc.Core;
using Sora2.Contracts.V1;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

public sealed class ProposeTests(RunningServer server) : IClassFixture<RunningServer>
{
    private Contracts.V1.Editors.EditorsClient Client => new(server.Calls);

    [Fact]
    public async Task Propose_ExtendTail_AnswersARequestThatCanBeSent()
    {
        var answer = await Client.ProposeAsync(
            new ProposeRequest
            {
                Sequence = new SequenceFacts { FrameRate = Rate(30000, 1001), StartTimecode = "01:00:00;00", Width = 1280, Height = 720 },
                Task = ShotTask.ExtendTail,
                Seconds = 1,
                Handles = 8,
                Before = new NeighbourClip { Path = "/a.mov", MediaId = "x", FrameRate = Rate(30000, 1001), SourceTimecode = "00:59:59;00", OutFrame = 60 },
            },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(("01:00:01;00", 8), (answer.Request.Sequence.StartTimecode, answer.Request.Sequence.TailHandle));
        Assert.Equal((1280, 720), (answer.Request.Sequence.Width, answer.Request.Sequence.Height));
        Assert.Equal("x", Assert.Single(answer.Request.Conditioning).MediaId);
        Assert.Equal(["/a.mov"], answer.Files);
    }

    [Fact]
    public async Task Propose_NothingOrABadRate_IsNamed()
    {
        Assert.Equal("sequence", await RefusedAsync(new ProposeRequest()));
        Assert.Equal("sequence.frame_rate", await RefusedAsync(new ProposeRequest { Sequence = new SequenceFacts() }));
        Assert.Equal("before.frame_rate", await RefusedAsync(new ProposeRequest
        {
            Sequence = new SequenceFacts { FrameRate = Rate(25, 1), Width = 640, Height = 360 },
            Before = new NeighbourClip { FrameRate = Rate(25, 0) },
        }));
    }

    private static FrameRate Rate(int numerator, int denominator) => new() { Numerator = numerator, Denominator = denominator };

    private async Task<string> RefusedAsync(ProposeRequest request)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.ProposeAsync(request, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        return RunningServer.FaultOf(error).Field;
    }
}
