using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>Writes the first frame's bytes instead of running FFmpeg; keeps the encoder's contract.</summary>
internal sealed class TestShotEncoder : IShotEncoder
{
    /// <summary>Runs before every file is written.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Task<string> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult("test");

    public async Task<EncodedShot> EncodeAsync(
        Reel reel, EncodeSettings settings, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        string Write(string ending)
        {
            var path = Path.Combine(folder, settings.BaseName + ending);
            File.WriteAllText(path, $"{reel.Frame(0)[0]} {ending}");
            return path;
        }

        progress?.Report(1);
        return new EncodedShot(
            Write(".mov"),
            settings.Sound ? Write("_MIX.wav") : null,
            settings.Sound ? new Dictionary<StemKind, string> { [StemKind.Effects] = Write("_FX.wav") } : [],
            Write(".jpg"));
    }
}
