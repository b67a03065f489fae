using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Planning.Prompts;

public sealed class PromptPlannerTests : IDisposable
{
    private static readonly string s_maya = new('a', 64);
    private static readonly string s_bob = new('b', 64);

    private readonly WidePack _pack = new();

    [Fact]
    public void Plan_PutsSlotsInThePlaceOfNames()
    {
        var plan = Plan(Request("MAYA meets bob. Mayas hat falls; maya's does not, \"Maya, run\"") with
        {
            Conditioning = [Cast("Maya", s_maya), Cast("BOB", s_bob)],
        });

        Assert.Equal("@1 meets @2. Mayas hat falls; @1's does not, ", plan.Prompt);
        Assert.Equal([new PlannedCast("@1", s_maya), new PlannedCast("@2", s_bob)], plan.Cast);
        Assert.Equal(["Maya, run"], plan.Dialogue);
    }

    [Fact]
    public void Plan_NameThatNobodyUses_IsRefused()
    {
        var request = Request("says \"Maya\" to a man") with { Conditioning = [Cast("Maya", s_maya)] };

        Assert.Equal("conditioning[0].name", Assert.Throws<InvalidRequestException>(() => Plan(request)).Field);
    }

    [Fact]
    public void Plan_MoreCastThanThePackKeeps_IsRefused()
    {
        var request = Request("a b c") with { Conditioning = [Cast("a", s_maya), Cast("b", s_maya), Cast("c", s_maya)] };

        Assert.Equal("conditioning[2].role", Assert.Throws<InvalidRequestException>(() => Plan(request)).Field);
    }

    [Fact]
    public void Plan_OrdinaryShot_IsOneScene()
    {
        var plan = Plan(Request("a red ball"));

        Assert.Equal([("a red ball", 50)], plan.Scenes.Select(scene => (scene.Prompt, scene.Frames)));
    }

    [Fact]
    public void Plan_Scenes_ShareTheFramesAndWhatIsCommon()
    {
        var plan = Plan(Request("at the beach. \"Action\"") with
        {
            Seconds = 3.03,
            Scenes = [new Scene("Maya walks.", 1.01), new Scene("maya says \"hello\"", 1.01), new Scene("the sea", 1.01)],
            Conditioning = [Cast("Maya", s_maya)],
        });

        Assert.Equal(["@1 walks, at the beach.", "@1 says, at the beach.", "the sea, at the beach."], plan.Scenes.Select(scene => scene.Prompt));
        Assert.Equal([25, 26, 25], plan.Scenes.Select(scene => scene.Frames));
        Assert.Equal(plan.Picture.Frames, plan.Scenes.Sum(scene => scene.Frames));
        Assert.Equal([["Action"], ["hello"], []], plan.Scenes.Select(scene => scene.Dialogue));
        Assert.Equal(["Action", "hello"], plan.Dialogue);
    }

    [Fact]
    public void Plan_SilentScenes_SpeakNothing()
    {
        var plan = Plan(Request("") with { Stems = [], Seconds = 2, Scenes = [new Scene("he says \"hello\"", 2)] });

        Assert.Empty(plan.Dialogue);
        Assert.Empty(plan.Scenes[0].Dialogue);
    }

    [Fact]
    public void Plan_SceneWithoutAFrame_IsRefused()
    {
        var request = Request("") with { Seconds = 1, Scenes = [new Scene("a", 0.5), new Scene("b", 0.5)] };
        request = request with { Sequence = request.Sequence with { FrameRate = new FrameRate(1, 1) } };

        Assert.Equal("scenes[1].seconds", Assert.Throws<InvalidRequestException>(() => Plan(request)).Field);
    }

    [Fact]
    public void Plan_LongPiece_HasAllItsFrames()
    {
        var plan = Plan(Request("a red ball") with { Seconds = 60 });

        Assert.Equal(1500, plan.Picture.Frames);
    }

    public void Dispose() => _pack.Dispose();

    private static Conditioning Cast(string name, string id) => new(ConditioningRole.Cast, id, Name: name);

    private static GenerationRequest Request(string prompt) => new()
    {
        Prompt = prompt,
        Seconds = 2,
        Sequence = new SequenceSettings { FrameRate = new FrameRate(25, 1) },
    };

    private GenerationPlan Plan(GenerationRequest request) => _pack.Planner().Plan(request, 0);
}
