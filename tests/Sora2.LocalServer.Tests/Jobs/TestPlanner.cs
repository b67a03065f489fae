using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>Plans for <see cref="TestShotGenerator"/>; keeps the planner's contract and knows one pack.</summary>
internal sealed class TestPlanner : IPlanner
{
    public const string Hash = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public GenerationPlan Plan(GenerationRequest request, int variant) => request.Pack is "" or "test"
        ? new GenerationPlan
        {
            Pack = "test",
            PackHash = Hash,
            Prompt = request.Prompt,
            NegativePrompt = request.NegativePrompt,
            Seed = request.Seed + variant,
            Picture = new VideoShape(request.Sequence.FrameRate.FramesIn(request.Seconds) + request.Sequence.HeadHandle + request.Sequence.TailHandle, 16, 16),
            StartTimecode = Timecode.TryParse(request.Sequence.StartTimecode, request.Sequence.FrameRate, out var start, out _)
                ? start.Add(-request.Sequence.HeadHandle).ToString()
                : "01:00:00:00",
            HeadHandle = request.Sequence.HeadHandle,
            TailHandle = request.Sequence.TailHandle,
            FrameRate = request.Sequence.FrameRate,
            Stems = [.. request.Stems.Where(stem => stem != StemKind.Dialogue)],
            Dialogue = SpeechParser.Parse(request.Prompt).Lines,
            Sigmas = [.. Enumerable.Range(0, Math.Max(request.StepCount, 2) + 1).Select(step => 1f - (step / (float)Math.Max(request.StepCount, 2)))],
            SoundSigmas = [],
            GuidanceScale = 1,
            Notes = ["made for a test"],
        }
        : throw new InvalidRequestException("pack", $"\"{request.Pack}\"", "test");
}
