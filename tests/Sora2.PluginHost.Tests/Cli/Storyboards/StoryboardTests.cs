using Sora2.Contracts.Storyboards;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Generate;
using Sora2.PluginHost.Cli.Storyboards;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Storyboards;

public sealed class StoryboardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-").FullName;

    [Fact]
    public void Read_Json_KnowsCastPlaceLightAndShots()
    {
        var board = Read("""
            { "cast": {"MAYA": "pictures/maya.png"}, "place": "in a park", "light": "at night",
              "shots": [{"prompt": "MAYA walks.", "seconds": 2.5, "shot": "010"}, {"prompt": "it rains"}] }
            """);

        Assert.Equal(Path.Combine(_folder, "pictures/maya.png"), board.Cast["MAYA"]);
        Assert.Equal(["MAYA walks, in a park, at night", "it rains, in a park, at night"], board.Shots.Select(board.PromptOf));
        Assert.Equal((2.5, "010", (double?)null), (board.Shots[0].Seconds, board.Shots[0].Shot, board.Shots[1].Seconds));
    }

    [Fact]
    public void Read_Text_HasAShotAParagraph()
    {
        var board = Read("# The walk\r\n\r\nMAYA walks\r\nthrough the park\r\n   \r\n\r\n# later\r\nit rains\r\n");

        Assert.Equal(["MAYA walks through the park", "it rains"], board.Shots.Select(board.PromptOf));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a remark")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"shots\": []}")]
    [InlineData("{\"shots\": [null]}")]
    [InlineData("{\"shots\": [{}]}")]
    [InlineData("{\"shots\": [{\"prompt\": null}]}")]
    [InlineData("{\"shots\": [{\"prompt\": \"a\", \"second\": 4}]}")]
    [InlineData("{\"shots\": [{\"prompt\": \"a\"}], \"cast\": {\"MAYA\": null}}")]
    [InlineData("{\"shots\": [{\"prompt\": \"a\"}], \"place\": null}")]
    public void Read_WhatIsNoStoryboard_IsRefused(string text) => Assert.Equal("FILE", Assert.Throws<CliException>(() => Read(text)).Field);

    [Fact]
    public void Read_MissingFile_IsRefused() =>
        Assert.Equal("FILE", Assert.Throws<CliException>(() => StoryboardFile.Read(Path.Combine(_folder, "none.json"))).Field);

    [Fact]
    public void Apart_ShotsHaveNamesAndSeedsOfOneFamily()
    {
        var board = Read("""{ "shots": [{"prompt": "a"}, {"prompt": "b", "seconds": 2, "shot": "15"}, {"prompt": "c", "shot": "end"}] }""");

        var requests = StoryboardRequests.Apart(board, new GenerateArguments { Seed = 7, Seconds = 3, Project = "film" });

        Assert.Equal([("a", "SH010", 7L, 3d), ("b", "SH015", 23L, 2d), ("c", "end", 39L, 3d)], requests.Select(static request => (request.Prompt, request.Shot, request.Seed, request.Seconds)));
        Assert.All(requests, static request => Assert.Equal("film", request.Project));
    }

    [Fact]
    public void Continuous_IsOnePieceOfScenes()
    {
        var board = Read("""{ "place": "in a park", "shots": [{"prompt": "a"}, {"prompt": "b", "seconds": 2}] }""");

        var request = StoryboardRequests.Continuous(board, new GenerateArguments { Seed = 7 });

        Assert.Equal(("in a park", false), (request.Prompt, request.HasSeconds));
        Assert.Equal([("a", 4d), ("b", 2d)], request.Scenes.Select(static scene => (scene.Prompt, scene.Seconds)));
    }

    [Fact]
    public void ToJson_IsReadAgainAsTheSame()
    {
        var board = Read("""{ "cast": {"MAYA": "maya.png"}, "place": "à la mer", "shots": [{"prompt": "MAYA \"dort\"", "seconds": 2.5, "shot": "010"}, {"prompt": "b"}] }""");

        var again = Storyboard.Parse(board.ToJson());

        Assert.Equal((board.Place, board.Light), (again.Place, again.Light));
        Assert.Equal(board.Cast, again.Cast);
        Assert.Equal(board.Shots, again.Shots);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Storyboard Read(string text)
    {
        var path = Path.Combine(_folder, "board.txt");
        File.WriteAllText(path, text);
        return StoryboardFile.Read(path);
    }
}
