using System.Text.Json.Nodes;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Storyboards;

/// <summary>Storyboards with the embedded pack, from the file to the library.</summary>
public sealed class StoryboardCommandTests : IDisposable
{
    private static readonly string[] s_small = ["--seconds", "0.5", "--steps", "2", "--size", "320x180", "--codec", "h264", "--json"];

    private readonly Sora2Command _sora2 = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-board-").FullName;

    public StoryboardCommandTests() => Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Storyboard_MakesEveryShotUnderItsName()
    {
        var result = await RunAsync("a red ball bounces\n\na blue cube");

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Equal("succeeded", (string?)result.Json["status"]);
        Assert.Equal(["SORA2_SH010_v001", "SORA2_SH020_v001"], result.Json["jobs"]!.AsArray().Select(static job => (string?)job!["shot"]));
        Assert.Contains("shot 2 of 2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storyboard_RefusedShot_EndsTheWholeWish()
    {
        var result = await RunAsync("""{ "shots": [{"prompt": "a red ball", "seconds": 8}, {"prompt": "a blue cube", "seconds": 1000}] }""");

        Assert.Equal((ExitCode.InvalidInput, "seconds"), (result.ExitCode, (string?)result.Json["error"]!["field"]));
        var queue = await _sora2.RunAsync(Cancellation, "queue", "--json");
        var job = Assert.Single(queue.Json["jobs"]!.AsArray())!;
        Assert.Equal(ExitCode.JobCancelled, (await _sora2.RunAsync(Cancellation, "watch", (string)job["job"]!)).ExitCode);
    }

    [Fact]
    public async Task Storyboard_Continuous_IsOneShotOfAllScenes()
    {
        var result = await RunAsync("a red ball\n\na blue cube", "--continuous");

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        var job = Assert.Single(result.Json["jobs"]!.AsArray())!;
        var recipe = JsonNode.Parse(await File.ReadAllTextAsync((string)job["recipe"]!, Cancellation))!;
        Assert.Equal(["a red ball", "a blue cube"], recipe["request"]!["scenes"]!.AsArray().Select(static scene => (string?)scene!["prompt"]));
    }

    [Theory]
    [InlineData("FILE", "")]
    [InlineData("FILE", "{\"cast\": {\"MAYA\": \"maya.png\"}, \"shots\": [{\"prompt\": \"a ball\"}]}")]
    [InlineData("FILE", "{\"cast\": {\"MAYA\": \"maya.png\"}, \"shots\": [{\"prompt\": \"Maya runs\"}]}")]
    [InlineData("--cast", "a ball", "--cast", "MAYA=maya.png")]
    [InlineData("--shot", "a ball", "--shot", "SH1")]
    public async Task Storyboard_WhatCannotBe_IsNamed(string field, string text, params string[] more)
    {
        var result = await RunAsync(text, more);

        Assert.Equal((ExitCode.InvalidInput, field), (result.ExitCode, (string?)result.Json["error"]!["field"]));
    }

    public void Dispose()
    {
        _sora2.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Sora2Command.Result> RunAsync(string text, params string[] more)
    {
        var path = Path.Combine(_folder, "board");
        await File.WriteAllTextAsync(path, text, Cancellation);
        return await _sora2.RunAsync(Cancellation, ["storyboard", path, .. more, .. s_small]);
    }
}
