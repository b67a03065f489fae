using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Footage;
using Sora2.PluginHost.Cli.Generate;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Footage;

public sealed class FootageRequestTests
{
    private static readonly InspectResponse s_facts = new()
    {
        Seconds = 4,
        FrameRate = new FrameRate { Numerator = 25, Denominator = 1 },
        Width = 1280,
        Height = 720,
        StartTimecode = "10:00:00:00",
    };

    [Fact]
    public async Task Make_FollowsTheFile()
    {
        var request = await MakeAsync(ShotTask.ExtendTail, new GenerateArguments(), File("a"));

        Assert.Equal((ShotTask.ExtendTail, "", "", 25, 1280, 720), (
            request.Task, request.Prompt, request.Parent, request.Sequence.FrameRate.Numerator, request.Sequence.Width, request.Sequence.Height));
        Assert.Equal("", request.Sequence.StartTimecode);
        Assert.False(request.HasSeconds);
        Assert.Equal("a", Assert.Single(request.Conditioning).MediaId);
    }

    [Fact]
    public async Task Make_TypedSettingsCount()
    {
        var request = await MakeAsync(ShotTask.ExtendTail, new GenerateArguments { FrameRate = "30", Size = "640x360", StartTimecode = "02:00:00:00", Prompt = "more" }, File("a"));

        Assert.Equal((30, 640, "02:00:00:00", "more"), (request.Sequence.FrameRate.Numerator, request.Sequence.Width, request.Sequence.StartTimecode, request.Prompt));
        Assert.Equal(25, s_facts.FrameRate.Numerator);
    }

    [Fact]
    public async Task Make_ShotGoesOnAsItWasTold()
    {
        var request = await MakeAsync(ShotTask.ExtendTail, new GenerateArguments(), Shot());

        Assert.Equal(("Maya walks", "blue", "mini", PictureCodec.H264), (request.Prompt, request.NegativePrompt, request.Pack, request.Codec));
        Assert.Equal(("FILM_SH0010_v002", "FILM", ""), (request.Parent, request.Project, request.Shot));
        Assert.Equal(
            [ConditioningRole.Clip, ConditioningRole.Sound, ConditioningRole.Cast], request.Conditioning.Select(static piece => piece.Role));
        Assert.Equal("Maya", request.Conditioning[2].Name);
    }

    [Fact]
    public async Task Make_RetakeIsTheShotsNextVersion() =>
        Assert.Equal(("FILM", "SH0010"), await MakeAsync(ShotTask.Retake, new GenerateArguments(), Shot()) is var request ? (request.Project, request.Shot) : default);

    [Fact]
    public async Task Make_EditReadsItsOwnWordsAlone()
    {
        var request = await MakeAsync(ShotTask.Edit, new GenerateArguments { Prompt = "make it night" }, Shot());

        Assert.Equal(("make it night", "", "SH0010"), (request.Prompt, request.NegativePrompt, request.Shot));
        Assert.DoesNotContain(request.Conditioning, static piece => piece.Role == ConditioningRole.Cast);
    }

    [Theory]
    [InlineData(ShotTask.ExtendTail, "it rains, at the sea")]
    [InlineData(ShotTask.ExtendHead, "Maya walks, at the sea")]
    public async Task Make_PieceOfScenes_GoesOnFromTheNearestOne(ShotTask task, string prompt)
    {
        var shot = Shot();
        shot.Recipe!.Request.Prompt = "at the sea";
        shot.Recipe.Request.Scenes.AddRange([new Scene { Prompt = "Maya walks." }, new Scene { Prompt = "it rains" }]);

        Assert.Equal(prompt, (await MakeAsync(task, new GenerateArguments(), shot)).Prompt);
    }

    [Fact]
    public async Task Make_FillKeepsTheClipsInOrder()
    {
        var request = await MakeAsync(ShotTask.FillGap, new GenerateArguments(), Shot(), File("b"));

        Assert.Equal(["a", "stem", "b", "face"], request.Conditioning.Select(static piece => piece.MediaId));
    }

    private static FootageSource File(string id) => new(s_facts, [new Conditioning { Role = ConditioningRole.Clip, MediaId = id }], Recipe: null);

    private static FootageSource Shot() => new(
        s_facts,
        [
            new Conditioning { Role = ConditioningRole.Clip, MediaId = "a" },
            new Conditioning { Role = ConditioningRole.Sound, Stem = StemKind.Effects, MediaId = "stem" },
        ],
        new ReadRecipeResponse
        {
            Name = "FILM_SH0010_v002",
            Project = "FILM",
            Shot = "SH0010",
            Request = new GenerationRequest
            {
                Prompt = "Maya walks",
                NegativePrompt = "blue",
                Pack = "mini",
                Codec = PictureCodec.H264,
                Conditioning =
                {
                    new Conditioning { Role = ConditioningRole.Cast, Name = "Maya", MediaId = "face" },
                    new Conditioning { Role = ConditioningRole.Cast, Name = "Bob", MediaId = "other" },
                },
            },
        });

    private static Task<GenerationRequest> MakeAsync(ShotTask task, GenerateArguments typed, params FootageSource[] sources) =>
        FootageRequest.MakeAsync(task, sources, typed, new Uploads(null!), TestContext.Current.CancellationToken);
}
