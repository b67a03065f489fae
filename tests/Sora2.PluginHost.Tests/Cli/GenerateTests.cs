using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Server;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>The whole way with the embedded pack: command, server, worker, FFmpeg, library.</summary>
public sealed class GenerateTests : IDisposable
{
    private static readonly string[] s_small = ["--seconds", "0.5", "--steps", "2", "--size", "320x180", "--codec", "h264"];

    private readonly Sora2Command _sora2 = new();

    public GenerateTests() => Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_MakesAShotAndItsRecipeMakesItAgain()
    {
        var folder = Path.Combine(_sora2.Home, "out");

        var first = await _sora2.RunAsync(
            Cancellation, ["generate", "a red ball bounces", "--seed", "5", "--out", folder, "--project", "Été", "--json", .. s_small]);
        var recipe = (string)first.Json["recipe"]!;
        var second = await _sora2.RunAsync(Cancellation, "generate", "--from", recipe, "--json");

        Assert.True(first.ExitCode == ExitCode.Done, first.Error);
        Assert.True(second.ExitCode == ExitCode.Done, second.Error);
        AssertWhole(first.Json, folder);
        Assert.StartsWith("ETE_", (string)first.Json["shot"]!, StringComparison.Ordinal);
        Assert.NotEqual((string)first.Json["shot"]!, (string)second.Json["shot"]!);
        foreach (var (one, other) in Files(first.Json).Zip(Files(second.Json)))
        {
            Assert.Equal(await ContentHashAsync(one), await ContentHashAsync(other));
        }
    }

    [Fact]
    public async Task Generate_MakesVariantsThatDifferAsTakesOfOneShot()
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "a blue cube", "--variants", "2", "--no-audio", "--json", .. s_small]);

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        var pictures = result.Json["shots"]!.AsArray().Select(shot => (string)shot!["picture"]!).ToList();
        Assert.Equal(2, pictures.Count);
        Assert.NotEqual(await ContentHashAsync(pictures[0]), await ContentHashAsync(pictures[1]));
        Assert.Equal(["SORA2_SH0010_v001", "SORA2_SH0010_v002"], result.Json["shots"]!.AsArray().Select(shot => (string?)shot!["shot"]));
        Assert.Null(result.Json["mix"]);
        Assert.Empty(result.Json["stems"]!.AsObject());
    }

    [Fact]
    public async Task Generate_MakesTheStemsThatWereChosen()
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "a blue cube", "--stems", "ambience", "--music", "calm", "--json", .. s_small]);

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Equal(["ambience"], result.Json["stems"]!.AsObject().Select(stem => stem.Key));
        Assert.Equal("a blue cube, calm music", (string?)(await RecipeAsync(result.Json))["request"]!["prompt"]);
    }

    [Fact]
    public async Task Generate_UpscalesWhereThatIsAskedFor()
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(Path.GetDirectoryName(EmbeddedPack.Folder)!, "upscaling", "x2", "model.json")), "ESRGAN's networks are not there; installers/upscaling/fetch gets them.");

        var made = await _sora2.RunAsync(Cancellation, ["generate", "a blue cube", "--upscale", "--fps", "8", "--no-audio", "--json", .. s_small]);
        var small = await _sora2.RunAsync(Cancellation, "generate", "a blue cube", "--upscale", "--size", "160x96", "--json");

        Assert.True(made.ExitCode == ExitCode.Done, made.Error);
        Assert.Contains(made.Json["notes"]!.AsArray(), static note => ((string)note!).Contains("2 times as large by ESRGAN", StringComparison.Ordinal));
        var recipe = await RecipeAsync(made.Json);
        Assert.True((bool)recipe["request"]!["upscale"]!);
        Assert.Contains("ESRGAN", recipe["notes"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((ExitCode.InvalidInput, "upscale"), (small.ExitCode, (string?)small.Json["error"]!["field"]));
    }

    [Fact]
    public async Task Promote_MakesADraftAgainWithAllSteps()
    {
        var draft = await _sora2.RunAsync(Cancellation, "generate", "a red ball", "--draft", "--seed", "8", "--seconds", "0.5", "--size", "320x180", "--codec", "h264", "--json");
        Assert.True(draft.ExitCode == ExitCode.Done, draft.Error);

        var final = await _sora2.RunAsync(Cancellation, "promote", (string)draft.Json["shot"]!, "--json");
        var again = await _sora2.RunAsync(Cancellation, "promote", (string)final.Json["shot"]!, "--json");

        Assert.True(final.ExitCode == ExitCode.Done, final.Error);
        Assert.Equal("SORA2_SH0010_v002", (string?)final.Json["shot"]);
        var recipe = await RecipeAsync(final.Json);
        Assert.Equal(
            (false, 12, 8, "SORA2_SH0010_v001"),
            ((bool)recipe["request"]!["draft"]!, (int)recipe["request"]!["stepCount"]!, (int)recipe["request"]!["seed"]!, (string?)recipe["parent"]));
        Assert.Equal((ExitCode.InvalidInput, "name"), (again.ExitCode, (string?)again.Json["error"]!["field"]));
    }

    [Fact]
    public async Task Generate_FromARecipeWhoseMediaIsGone_SaysWhatToSendAgain()
    {
        var picture = Path.Combine(Directory.CreateDirectory(_sora2.Home).FullName, "frame.png");
        await MakePictureAsync(picture);
        var made = await _sora2.RunAsync(Cancellation, ["generate", "a red ball", "--first", picture, "--json", .. s_small]);
        Assert.True(made.ExitCode == ExitCode.Done, made.Error);
        var recipe = (string)made.Json["recipe"]!;

        var found = await _sora2.RunAsync(Cancellation, "generate", "--from", recipe, "--json");
        File.Delete(Directory.EnumerateFiles(Path.Combine(_sora2.Home, "uploads")).Single());
        var lost = await _sora2.RunAsync(Cancellation, "generate", "--from", recipe, "--json");
        var given = await _sora2.RunAsync(Cancellation, "generate", "--from", recipe, "--first", picture, "--json");

        Assert.True(found.ExitCode == ExitCode.Done, found.Error);
        Assert.Equal((ExitCode.InvalidInput, "conditioning[0].media_id"), (lost.ExitCode, (string?)lost.Json["error"]!["field"]));
        Assert.Contains("send the file of this frame again", (string?)lost.Json["error"]!["allowed"], StringComparison.Ordinal);
        Assert.True(given.ExitCode == ExitCode.Done, given.Error);
    }

    [Fact]
    public async Task Generate_KeepsItsCastAndPlaysMusic()
    {
        var picture = Path.Combine(Directory.CreateDirectory(_sora2.Home).FullName, "maya.png");
        await MakePictureAsync(picture);

        var result = await _sora2.RunAsync(Cancellation, ["generate", "MAYA walks", "--cast", $"MAYA={picture}", "--music", "sad", "--json", .. s_small]);

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Equal(["ambience", "effects", "music"], result.Json["stems"]!.AsObject().Select(stem => stem.Key).Order(StringComparer.Ordinal));
        Assert.Equal("MAYA", (string?)(await RecipeAsync(result.Json))["request"]!["conditioning"]![0]!["name"]);
    }

    [Fact]
    public async Task Generate_WordsThatThePackWasNeverTaught_AreNamed()
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "a dragon bounces", "--no-audio", "--json", .. s_small]);

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Contains(result.Json["notes"]!.AsArray(), note => ((string)note!).StartsWith("The pack does not know: \"dragon\".", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Generate_CancelsItsJobOnCtrlC()
    {
        using var process = await StartLongJobAsync();

        await SignalAsync("INT", process.Id);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        var queue = await _sora2.RunAsync(Cancellation, "queue", "--json");
        Assert.Contains((string?)queue.Json["jobs"]![0]!["status"], (string[])["cancelled", "running"]);
        var job = (string)queue.Json["jobs"]![0]!["job"]!;
        Assert.Equal(ExitCode.JobCancelled, (await _sora2.RunAsync(Cancellation, "watch", job)).ExitCode);
        Assert.Empty((await _sora2.RunAsync(Cancellation, "shots", "--json")).Json["shots"]!.AsArray());
    }

    [Fact]
    public async Task Generate_GoesOnWhenTheServerIsStopped()
    {
        using var process = await StartLongJobAsync("--seconds", "0.5");
        var before = DiscoveryFile.TryRead(_sora2.Discovery)!.Pid;
        using var server = Process.GetProcessById(before);

        var watch = Stopwatch.StartNew();
        await SignalAsync("TERM", before);
        await server.WaitForExitAsync(Cancellation);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"The server took {watch.Elapsed} to stop.");

        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(ExitCode.Done, process.ExitCode);
        Assert.Equal("succeeded", (string?)JsonNode.Parse(output)!["status"]);
        Assert.NotEqual(before, DiscoveryFile.TryRead(_sora2.Discovery)!.Pid);
    }

    [Fact]
    public async Task Generate_RefusesWithoutFfmpeg()
    {
        _sora2.Environment["SORA2_FFMPEG"] = "/nonexistent";

        await AssertNotReadyAsync("ffmpeg_missing");
    }

    [Fact]
    public async Task Generate_RefusesDamagedWeights()
    {
        var models = Path.Combine(_sora2.Home, "models");
        // the first weights file of the copy
        var damaged = Directory.EnumerateFiles(EmbeddedPack.CopyTo(models), "*.safetensors").Order(StringComparer.Ordinal).First();
        using (var file = new FileStream(damaged, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Seek(-1, SeekOrigin.End);
            var last = file.ReadByte();
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte((byte)(last ^ 1));
        }

        _sora2.Environment["SORA2_MODELS"] = models;

        var message = await AssertNotReadyAsync("pack");
        Assert.Contains("damaged", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_RefusesAnUnknownPack()
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "a ball", "--model", "no-such-pack", "--json", .. s_small]);

        Assert.NotEqual(ExitCode.Done, result.ExitCode);
        Assert.Equal(("pack", "no-such-pack"), ((string?)result.Json["error"]!["field"], (string?)result.Json["error"]!["given"]));
        Assert.Contains("sora2-mini", (string?)result.Json["error"]!["allowed"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_RefusedRequest_LeavesNoUpload()
    {
        var folder = Directory.CreateTempSubdirectory("sora2-frame-");
        var picture = Path.Combine(folder.FullName, "frame.png");
        await MakePictureAsync(picture);

        var refused = await _sora2.RunAsync(
            Cancellation, ["generate", "a ball", "--first-frame", picture, "--model", "no-such-pack", "--json", .. s_small]);

        folder.Delete(recursive: true);
        Assert.Equal(ExitCode.NotReady, refused.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_sora2.Home, "uploads")));
    }

    [Fact]
    public async Task Generate_PromptLongerThanThePackReads_SaysSo()
    {
        var result = await _sora2.RunAsync(
            Cancellation, ["generate", string.Join(' ', Enumerable.Repeat("a red ball bounces", 40)), "--no-audio", "--json", .. s_small]);

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        var notes = JsonNode.Parse(await File.ReadAllTextAsync((string)result.Json["recipe"]!, Cancellation))!["notes"]!.AsArray();
        Assert.Contains(notes, note => ((string)note!).Contains("The prompt is longer than pack sora2-mini reads", StringComparison.Ordinal));
    }

    public void Dispose() => _sora2.Dispose();

    private static async Task<JsonNode> RecipeAsync(JsonObject answer) =>
        JsonNode.Parse(await File.ReadAllTextAsync((string)answer["recipe"]!, Cancellation))!;

    private static async Task MakePictureAsync(string path)
    {
        using var process = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180", "-frames:v", "1", path]);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    private static IEnumerable<string> Files(JsonObject answer) =>
        [(string)answer["picture"]!, (string)answer["mix"]!, .. answer["stems"]!.AsObject().OrderBy(stem => stem.Key).Select(stem => (string)stem.Value!)];

    private static void AssertWhole(JsonObject answer, string folder)
    {
        Assert.Equal("succeeded", (string?)answer["status"]);
        Assert.True((double)answer["seconds_in_model"]! > 0);
        Assert.True((double)answer["seconds_total"]! >= (double)answer["seconds_in_model"]!);
        Assert.Contains("effects", answer["stems"]!.AsObject().Select(stem => stem.Key));
        Assert.All(Files(answer).Append((string)answer["recipe"]!), path =>
        {
            Assert.Equal(folder, Path.GetDirectoryName(path));
            Assert.True(new FileInfo(path).Length > 0, path);
        });
    }

    // Of what is decoded: the files themselves also hold their own names.
    private static async Task<string> ContentHashAsync(string path)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", path, "-map", "0", "-map", "-0:d", "-f", "md5", "-"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var hash = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0 ? hash : throw new InvalidOperationException($"{path} cannot be decoded.");
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
    }

    // Returns when the job runs.
    private async Task<Process> StartLongJobAsync(params string[] more)
    {
        var process = _sora2.Start(["generate", "a red ball", "--steps", "60", "--size", "320x180", "--codec", "h264", "--json", .. more]);
        while (await process.StandardError.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.Contains("denoise", StringComparison.Ordinal))
            {
                // Read on, so that the pipe does not fill.
                _ = process.StandardError.ReadToEndAsync(Cancellation);
                return process;
            }
        }

        throw new InvalidOperationException("The job never ran.");
    }

    private async Task<string> AssertNotReadyAsync(string code)
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "a ball", "--json", .. s_small]);

        Assert.Equal(ExitCode.NotReady, result.ExitCode);
        Assert.Equal(code, (string?)result.Json["error"]!["code"]);
        Assert.Empty((await _sora2.RunAsync(Cancellation, "queue", "--json")).Json["jobs"]!.AsArray());
        return result.Error;
    }
}
