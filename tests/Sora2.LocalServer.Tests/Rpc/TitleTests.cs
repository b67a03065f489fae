using Grpc.Core;
using Sora2.Contracts.V1;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>Titles through the library's door.</summary>
public sealed class TitleTests(MakingServer server) : IClassFixture<MakingServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Contracts.V1.Library.LibraryClient Library => new(server.Calls);

    [Fact]
    public async Task SetTitle_IsToldByGetAndListAndTakenAway()
    {
        var job = await server.SubmitAsync();
        await server.UntilAsync(job, LocalServer.Jobs.JobState.Succeeded, Stop);
        var name = server.Jobs.Get(LocalServer.Jobs.JobId.Parse(job))!.Shots[0];

        var titled = await Library.SetTitleAsync(new SetTitleRequest { Name = name, Title = "  Cafe\u0301 au lait " }, cancellationToken: Stop);

        Assert.Equal((name, "Caf\u00e9 au lait"), (titled.Name, titled.Title));
        Assert.Equal(titled, await Library.GetAsync(new GetShotRequest { Name = name }, cancellationToken: Stop));
        Assert.Contains(titled, (await Library.ListAsync(new ListShotsRequest(), cancellationToken: Stop)).Shots);
        Assert.Equal("", (await Library.SetTitleAsync(new SetTitleRequest { Name = name }, cancellationToken: Stop)).Title);
    }

    [Theory]
    [InlineData("SORA2_SH9990_v001", "a title", StatusCode.NotFound)]
    [InlineData("../../etc/passwd", "a title", StatusCode.NotFound)]
    [InlineData("SORA2_SH9990_v001", "two\nlines", StatusCode.InvalidArgument)]
    public async Task SetTitle_ThatCannotBe_IsRefused(string name, string title, StatusCode status)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await Library.SetTitleAsync(new SetTitleRequest { Name = name, Title = title }, cancellationToken: Stop));

        Assert.Equal(status, error.StatusCode);
    }
}
