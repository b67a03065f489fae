using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model;

/// <summary>Makes the reel of one plan. Lives in the worker process only.</summary>
public interface IShotGenerator
{
    /// <summary>Runs every model of the plan, in order, into <paramref name="reel"/>. Blocks.</summary>
    /// <param name="media">Where uploads lie: media id to file.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the reel is undefined.</exception>
    void Generate(
        GenerationPlan plan,
        ReelWriter reel,
        Func<string, string> media,
        IProgress<GenerationProgress> progress,
        CancellationToken cancellationToken);
}

/// <summary>How far a worker is.</summary>
/// <param name="Stage">"load", "text", "denoise", "decode", "speech", "upscale".</param>
/// <param name="Step">Done in this stage, 0 to <paramref name="StepCount"/>.</param>
/// <param name="SecondsInModel">Time spent inside model calls so far.</param>
/// <param name="Preview">A small picture of the shot as it is now, or null.</param>
/// <param name="Note">What the user should know of how the shot is made, or null.</param>
public sealed record GenerationProgress(
    string Stage, int Step, int StepCount, double SecondsInModel, PreviewFrame? Preview = null, string? Note = null);

/// <summary>A preview: RGB, 8 bit, rows top-down without padding.</summary>
public sealed record PreviewFrame(int Width, int Height, byte[] Rgb);
