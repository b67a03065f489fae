using System.Diagnostics;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>Makes a flat picture of the seed's colour, or misbehaves when the prompt's first word says so.</summary>
internal sealed class TestShotGenerator : IShotGenerator
{
    public void Generate(
        GenerationPlan plan, ReelWriter reel, Func<string, string> media, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new GenerationProgress("load", 1, 1, 0));
        var words = plan.Prompt.Split(' ');
        switch (words[0])
        {
            case "dies":
                Process.GetCurrentProcess().Kill();
                break;

            case "dies-unless":
                // The second word names a file that says: I have died before.
                if (!File.Exists(words[1]))
                {
                    File.WriteAllText(words[1], "");
                    Process.GetCurrentProcess().Kill();
                }

                break;

            case "waits":
                cancellationToken.WaitHandle.WaitOne();
                break;

            case "shows":
                progress.Report(new GenerationProgress("denoise", 1, 2, 0, new PreviewFrame(2, 1, [255, 0, 0, 0, 0, 255])));
                cancellationToken.WaitHandle.WaitOne();
                break;

            case "hangs":
                Thread.Sleep(Timeout.Infinite);
                break;

            case "works":
                for (var second = 0; second < 20 && !cancellationToken.IsCancellationRequested; second++)
                {
                    progress.Report(new GenerationProgress("denoise", second, 20, second));
                    cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10));
                }

                break;

            case "tells":
                progress.Report(new GenerationProgress("load", 1, 1, 0, Note: $"made on {plan.Device}"));
                break;

            case "fails":
                throw new InvalidOperationException($"cannot make \"{plan.Prompt}\"");

            case "chatters":
                using (var output = Console.OpenStandardOutput())
                {
                    output.Write("a native library says hello\n{ and half a brace\n"u8);
                }

                break;
        }

        Fill(plan, reel, progress, cancellationToken);
    }

    private static void Fill(GenerationPlan plan, ReelWriter reel, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        var steps = plan.Sigmas.Count - 1;
        for (var step = 1; step <= steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report(new GenerationProgress("denoise", step, steps, step * 0.5, new PreviewFrame(1, 1, [(byte)plan.Seed, 0, 0])));
        }

        var frame = new ushort[plan.Picture.PixelsPerFrame * 3];
        Array.Fill(frame, (ushort)(plan.Seed * 1000));
        for (var index = 0; index < plan.Picture.Frames; index++)
        {
            reel.WriteFrame(index, frame);
        }

        foreach (var stem in plan.ReelHeader.Stems)
        {
            reel.WriteStem(stem, new float[plan.ReelHeader.SamplesPerStem]);
        }
    }
}
