using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Sora2.LocalServer.Dashboard.Access;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard;

public sealed class DashboardLinksTests
{
    private readonly ManualTime _time = new();
    private readonly DashboardLinks _links;

    public DashboardLinksTests() => _links = new DashboardLinks(new Bound("http://127.0.0.1:7"), _time);

    [Fact]
    public void Redeem_AfterItsLifeIsRefused()
    {
        var (early, late) = (Code(), Code());

        _time.Advance(DashboardLinks.Life - TimeSpan.FromSeconds(1));
        Assert.True(_links.Redeem(early));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_links.Redeem(late));
    }

    [Fact]
    public void Issue_ForgetsTheOldestOfMany()
    {
        var codes = Enumerable.Range(0, 33).Select(_ => Code()).ToList();

        Assert.False(_links.Redeem(codes[0]));
        Assert.All(codes.Skip(1), code => Assert.True(_links.Redeem(code)));
    }

    private string Code()
    {
        var link = new Uri(_links.Issue());
        Assert.Equal("http://127.0.0.1:7/dashboard/open", link.GetLeftPart(UriPartial.Query));
        return link.Fragment[1..];
    }

    private sealed class Bound : IServer
    {
        public Bound(string address)
        {
            var addresses = new ServerAddressesFeature();
            addresses.Addresses.Add(address);
            Features.Set<IServerAddressesFeature>(addresses);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
