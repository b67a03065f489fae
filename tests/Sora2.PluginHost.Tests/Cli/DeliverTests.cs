using System.Text.Json.Nodes;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>From the prompt to an editor's folder, with the embedded pack.</summary>
public sealed class DeliverTests : IDisposable
{
    private static readonly string[] s_small = ["--seconds", "0.5", "--steps", "1", "--size", "320x180", "--codec", "h264", "--json"];

    private readonly Sora2Command _sora2 = new();

    public DeliverTests()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");

        // The bus of whoever runs the tests is none of theirs.
        _sora2.Environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent";
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_sora2.Home, "Größe und mehr");

    [Fact]
    public async Task Deliver_ShotWithHandles_IsOneFolderWithAllThatEditorsTake()
    {
        var made = await _sora2.RunAsync(Cancellation, ["generate", "a red ball", "--fps", "23.976", "--handles", "3,5", "--deliver-to", Target, .. s_small]);
        Assert.True(made.ExitCode == ExitCode.Done, made.Error);
        var folder = Path.Combine(Target, "SORA2_SH0010_v001");

        var again = await _sora2.RunAsync(Cancellation, "deliver", "SORA2_SH0010_v001", "--to", Target, "--json");
        var link = await _sora2.RunAsync(Cancellation, "deliver", "SORA2_SH0010_v001", "--to", Path.Combine(_sora2.Home, "other"), "--link", "--json");

        Assert.Equal(Path.Combine(folder, "SORA2_SH0010_v001.mp4"), (string?)made.Json["picture"]);
        Assert.Contains("SORA2_SH0010_v001.fcpxml", Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)));
        var clip = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "SORA2_SH0010_v001.otio"), Cancellation))!["tracks"]!["children"]![0]!["children"]![0]!;
        Assert.Equal((86400d, 12d), Range(clip["source_range"]!));
        Assert.Equal((86397d, 20d), Range(clip["media_references"]!["DEFAULT_MEDIA"]!["available_range"]!));
        Assert.Equal(("00:59:59:21", 20), await ProbeAsync((string)made.Json["picture"]!));
        Assert.Equal((ExitCode.InvalidInput, "already_there"), (again.ExitCode, (string?)again.Json["error"]!["code"]));
        Assert.True(link.ExitCode == ExitCode.Done, link.Error);
        Assert.Equal(5, link.Json["interchange"]!.AsArray().Count);
        Assert.True(File.Exists((string)link.Json["shots"]![0]!["picture"]!));

        static (double, double) Range(JsonNode range) => ((double)range["start_time"]!["value"]!, (double)range["duration"]!["value"]!);
    }

    [Fact]
    public async Task Storyboard_IsDeliveredAsOneTimelineAndAShotReplacedInIt()
    {
        var file = Path.Combine(Directory.CreateDirectory(_sora2.Home).FullName, "board.txt");
        await File.WriteAllTextAsync(file, "a red ball\n\na blue cube\n", Cancellation);

        var made = await _sora2.RunAsync(Cancellation, ["storyboard", file, "--deliver-to", Target, .. s_small]);
        var next = await _sora2.RunAsync(Cancellation, ["generate", "a green ball", "--shot", "SH020", .. s_small]);
        var replaced = await _sora2.RunAsync(
            Cancellation, "deliver", (string)next.Json["shot"]!, "--replace", Path.Combine(Target, "SORA2_BOARD_v001"), "--json");

        Assert.True(made.ExitCode == ExitCode.Done, made.Error);
        Assert.All(made.Json["jobs"]!.AsArray(), job => Assert.StartsWith(Path.Combine(Target, "SORA2_BOARD_v001"), (string)job!["picture"]!, StringComparison.Ordinal));
        Assert.True(replaced.ExitCode == ExitCode.Done, replaced.Error);
        Assert.Equal("SORA2_BOARD_v002", (string?)replaced.Json["name"]);
        Assert.Equal(["SORA2_SH010_v001", "SORA2_SH020_v002"], replaced.Json["shots"]!.AsArray().Select(shot => (string?)shot!["shot"]));
    }

    [Fact]
    public async Task DeliveryFolder_TakesEveryNewShotOfItsProject()
    {
        var set = await _sora2.RunAsync(Cancellation, "delivery-folder", "Film", Target, "--json");
        var made = await _sora2.RunAsync(Cancellation, ["generate", "a red ball", "--no-audio", "--project", "film", .. s_small]);
        var off = await _sora2.RunAsync(Cancellation, "delivery-folder", "Film", "--off", "--json");

        Assert.Equal(Target, (string?)set.Json["folders"]![0]!["folder"]);
        Assert.True(made.ExitCode == ExitCode.Done, made.Error);
        var folder = Path.Combine(Target, "FILM_SH0010_v001");
        Assert.Contains($"FILM_SH0010_v001 is delivered: {folder}", made.Json["notes"]!.AsArray().Select(note => (string?)note));
        Assert.True(File.Exists(Path.Combine(folder, "FILM_SH0010_v001.edl")));
        Assert.Empty(off.Json["folders"]!.AsArray());
    }

    [Theory]
    [InlineData("--to", "deliver", "A_B_v001")]
    [InlineData("--replace", "deliver", "A_B_v001", "--to", "/tmp", "--replace", "/tmp")]
    [InlineData("SHOT", "deliver", "A_B_v001", "A_C_v001", "--replace", "/tmp")]
    [InlineData("--board", "deliver", "A_B_v001", "--into", "kdenlive", "--board", "X")]
    [InlineData("--into", "deliver", "A_B_v001", "--into", "premiere")]
    [InlineData("--handles", "generate", "a ball", "--handles", "1,2,3")]
    [InlineData("DIR", "delivery-folder", "P")]
    [InlineData("DIR", "delivery-folder", "P", "/tmp", "--off")]
    [InlineData("--deliver-to", "generate", "a ball", "--deliver-to", "/proc/none")]
    public async Task Arguments_ThatCannotBe_AreNamed(string field, params string[] arguments)
    {
        var result = await _sora2.RunAsync(Cancellation, [.. arguments, "--json"]);

        Assert.Equal((ExitCode.InvalidInput, field), (result.ExitCode, (string?)result.Json["error"]!["field"]));
    }

    [Fact]
    public async Task Generate_IntoAnEditorThatDoesNotRun_QueuesNothing()
    {
        var result = await _sora2.RunAsync(Cancellation, ["generate", "a red ball", "--into", "kdenlive", .. s_small]);

        Assert.Equal((ExitCode.NotReady, "editor_missing"), (result.ExitCode, (string?)result.Json["error"]!["code"]));
        Assert.False(File.Exists(_sora2.Discovery));
    }

    [Fact]
    public async Task Deliver_UnknownShot_IsNotFound() =>
        Assert.Equal(ExitCode.NotFound, (await _sora2.RunAsync(Cancellation, "deliver", "A_B_v001", "--to", Target, "--json")).ExitCode);

    public void Dispose() => _sora2.Dispose();

    private static async Task<(string Timecode, int Frames)> ProbeAsync(string movie)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "ffprobe", ["-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=nb_read_frames:stream_tags=timecode", "-of", "json", movie])
        { RedirectStandardOutput = true })!;
        var stream = JsonNode.Parse(await process.StandardOutput.ReadToEndAsync(Cancellation))!["streams"]![0]!;
        await process.WaitForExitAsync(Cancellation);
        return ((string)stream["tags"]!["timecode"]!, int.Parse((string)stream["nb_read_frames"]!, System.Globalization.CultureInfo.InvariantCulture));
    }
}
