using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Model.Packs;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox;

/// <summary>The whole way with the embedded pack: letter, server, worker process, FFmpeg, answer.</summary>
public sealed class MailboxPackTests : IAsyncLifetime
{
    private readonly MailboxServer _server = new();

    public async ValueTask InitializeAsync()
    {
        var models = Models();
        Assert.SkipUnless(File.Exists(Path.Combine(models, PackCatalog.DefaultPack, PackManifest.FileName)), "needs models/sora2-mini");
        await _server.StartAsync(services =>
        {
            services.AddSingleton(new PackCatalog(models));
            services.AddSingleton(new WorkerCommand(
                Path.Combine(AppContext.BaseDirectory, "sora2-server"), ["worker", "--home", _server.Paths.Home, "--models", models]));
        });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Letters_GenerateExtendAndFill()
    {
        var shot = await MakeAsync("a red ball bounces", "SHOT_TASK_SHOT");
        var picture = (string)shot["picture"]!;

        var more = await MakeAsync("", "SHOT_TASK_EXTEND_TAIL", picture);
        var between = await MakeAsync("", "SHOT_TASK_FILL_GAP", picture, (string)more["picture"]!);

        var recipe = await ShotLibrary.RecipeOfAsync(_server.Library.Get((string)more["name"]!)!, TestContext.Current.CancellationToken);
        Assert.Equal((string)shot["name"]!, recipe.ToRequest().Parent);
        Assert.Contains(recipe.ToRequest().Conditioning, static piece => piece.Stem is not null);
        Assert.All((JsonNode[])[shot, more, between], static made => Assert.True(File.Exists((string)made["picture"]!)));
    }

    private async Task<JsonNode> MakeAsync(string prompt, string task, params string[] clips)
    {
        var name = MailboxServer.NewName();
        var letter = MailboxServer.Submit(name, prompt, clips);
        letter["request"]!["task"] = task;
        letter["request"]!["stepCount"] = 2;
        letter["request"]!["codec"] = "PICTURE_CODEC_DNXHR_HQX";
        _server.Post(letter);
        var answer = await _server.FinalAsync(name);
        Assert.True((string)answer["status"]! == "succeeded", answer.ToJsonString());
        Assert.True(File.Exists((string?)answer["preview"]), "There is no preview.");
        return answer["shots"]![0]!;
    }

    private static string Models()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
            {
                return Path.Combine(folder, "models");
            }
        }

        return "/nonexistent";
    }
}
