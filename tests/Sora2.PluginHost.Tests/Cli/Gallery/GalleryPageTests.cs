using System.Text.RegularExpressions;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Gallery;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Gallery;

public sealed partial class GalleryPageTests
{
    private const string Hostile = "</p><script>alert(1)</script>\" onload='x' {0} & été";
    private const string Escaped = "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#x27;x&#x27; {0} &amp; été";

    [Fact]
    public void Write_EscapesWhateverComesFromOutside()
    {
        var request = new GenerationRequest
        {
            Prompt = Hostile,
            NegativePrompt = Hostile,
            Pack = Hostile,
            PackHash = "0",
            Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = 24, Denominator = 1 } },
        };
        var sample = new Sample(Hostile, request);
        var media = new ShotMedia(Hostile, $"shots/a/{Hostile}", "", "shots/a/shot.json", [new Track(Hostile, "shots/a/b.wav", new Waveform(1, 0.5, [0.5]))]);

        var page = GalleryPage.Write(
        [
            new Card(sample) { Job = new Job { Notes = { Hostile } }, Media = media },
            new Card(sample) { Fault = new CliException(ExitCode.JobFailed, "failed", Hostile) },
            new Card(sample),
        ]);

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onload='", page, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"prompt\" dir=\"auto\">{Escaped}</p>", page, StringComparison.Ordinal);
        Assert.Contains($"<li dir=\"auto\">{Escaped}</li>", page, StringComparison.Ordinal);
        Assert.Contains($"<span dir=\"auto\">{Escaped}</span></p></div>", page, StringComparison.Ordinal);
        Assert.Single(Scripts().Matches(page));
    }

    [GeneratedRegex("<script")]
    private static partial Regex Scripts();
}
