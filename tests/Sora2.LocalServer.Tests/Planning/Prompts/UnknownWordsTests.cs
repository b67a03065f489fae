using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning.Prompts;

public sealed class UnknownWordsTests : IDisposable
{
    private readonly WidePack _pack = new();

    public UnknownWordsTests() => _pack.Teach("a", "ball", "bounces", "forêt", "herbe", "l'eau", "la", "red", "says", "slow-motion");

    [Fact]
    public void Plan_NamesTheWordsThatThePackDoesNotKnow() => Assert.Equal(
        ["The pack does not know: \"dragon\", \"cathedral\". It makes the nearest thing it can."], NotesOf("A Dragon bounces, a CATHEDRAL, a dragon"));

    [Theory]
    [InlineData("a red ball bounces")]
    [InlineData("a ball says \"abracadabra\"")]
    [InlineData("la forêt, l'herbe, l’eau; 24 balls2")]
    [InlineData("la fore\u0302t")]
    [InlineData("a slow-motion red-ball")]
    public void Plan_KnownWords_AreNoNote(string prompt) => Assert.Empty(NotesOf(prompt));

    [Fact]
    public void Plan_CastNames_AreNoWords() => Assert.Empty(_pack.Planner().Plan(
        Request("a red Zorglub bounces") with { Conditioning = [new Conditioning(ConditioningRole.Cast, new string('a', 64), Name: "zorglub")] }, 0).Notes);

    [Fact]
    public void Plan_ManyUnknownWords_AreCounted() => Assert.Contains(
        "\"h\u00e9h\u00e9\" and 2 more.", Assert.Single(NotesOf("aa bb cc dd ee ff gg héhé ii jj")), StringComparison.Ordinal);

    [Fact]
    public void Plan_PackWithoutWords_SaysNothing()
    {
        using var pack = new WidePack();

        Assert.Empty(pack.Planner().Plan(Request("a dragon"), 0).Notes);
    }

    public void Dispose() => _pack.Dispose();

    private static GenerationRequest Request(string prompt) => new()
    {
        Prompt = prompt,
        Sequence = new SequenceSettings { FrameRate = new FrameRate(25, 1) },
    };

    private IReadOnlyList<string> NotesOf(string prompt) => _pack.Planner().Plan(Request(prompt), 0).Notes;
}
