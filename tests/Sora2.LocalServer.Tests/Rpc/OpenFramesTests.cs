using Grpc.Core;
using Sora2.Contracts.V1;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

public sealed class OpenFramesTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("SORA2_SH0010_v001")]
    public async Task OpenFrames_OfNoShot_IsNotFound(string name)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Contracts.V1.Library.LibraryClient(server.Calls).OpenFramesAsync(new OpenFramesRequest { Name = name }, cancellationToken: Stop));

        Assert.Equal((StatusCode.NotFound, "shot_not_found"), (error.StatusCode, RunningServer.FaultOf(error).Code));
    }

    [Fact]
    public async Task Get_ByAClientKeyThatNobodyUsed_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Generation.GetAsync(new GetJobRequest { ClientKey = "never" }, cancellationToken: Stop));

        Assert.Equal((StatusCode.NotFound, "client_key"), (error.StatusCode, RunningServer.FaultOf(error).Field));
    }
}
