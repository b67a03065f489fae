using Sora2.PluginHost.Sessions;
using Xunit;

namespace Sora2.PluginHost.Tests.Sessions;

public sealed class TicketTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("", "")]
    [InlineData("abcdefghijkm", "")]
    [InlineData("abcdefghijkm", "SORA2_SH0010_v001")]
    [InlineData("", "MY-FILM_SH_0010_v123")]
    public void Parse_ReadsWhatWasWritten(string job, string shot)
    {
        var ticket = new Ticket(Key, job, shot);

        Assert.Equal(ticket, Ticket.Parse(ticket.ToString()));
    }

    [Fact]
    public void ToString_OfTheLongestNames_FitsTheHeader() =>
        Assert.InRange(new Ticket(Key, new string('a', 12), new string('A', 120) + "_v999").ToString().Length, 1, 255);

    [Theory]
    [InlineData("")]
    [InlineData("SORA2_SH0010")]
    [InlineData("sora2_sh0010_v001")]
    [InlineData("SORA2_SH0010_v001\n")]
    [InlineData("../SORA2_SH0010_v001")]
    [InlineData("sora2:1")]
    [InlineData("sora2:2;key=0123456789abcdef0123456789abcdef")]
    [InlineData("sora2:1;key=0123456789ABCDEF0123456789abcdef")]
    [InlineData("sora2:1;key=0123456789abcdef0123456789abcdef\n")]
    [InlineData("sora2:1;key=0123456789abcdef0123456789abcdef;shot=../../etc/passwd")]
    [InlineData("sora2:1;key=0123456789abcdef0123456789abcdef;job=")]
    public void Parse_RefusesWhatIsNone(string text) => Assert.Throws<ArgumentException>(() => Ticket.Parse(text));

    [Fact]
    public void Parse_OfAShotsName_IsTheSameTicketEachTime()
    {
        var ticket = Ticket.Parse("MY-FILM_SH_0010_v123");

        Assert.Equal(("", "MY-FILM_SH_0010_v123"), (ticket.Job, ticket.Shot));
        Assert.Equal(ticket, Ticket.Parse("MY-FILM_SH_0010_v123"));
        Assert.Equal(ticket, Ticket.Parse(ticket.ToString()));
        Assert.NotEqual(ticket.Key, Ticket.Parse("MY-FILM_SH_0010_v124").Key);
    }

    [Fact]
    public void Parse_OfWhatIsNone_SaysWhatWasGivenAndWhatToType()
    {
        var error = Assert.Throws<ArgumentException>(() => Ticket.Parse("the ball shot"));

        Assert.Contains("\"the ball shot\"", error.Message, StringComparison.Ordinal);
        Assert.Contains("SORA2_SH0010_v001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_IsAnotherEachTime() => Assert.NotEqual(Ticket.New(), Ticket.New());
}
