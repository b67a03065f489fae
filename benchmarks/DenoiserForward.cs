using System.Diagnostics;
using System.Globalization;
using Sora2.LocalServer.Model;
using Sora2.LocalServer;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.Benchmarks;

/// <summary>One forward pass of the denoiser beside the same pass in PyTorch, run one after the other on the same cores.</summary>
internal static class DenoiserForward
{
    private const double LimitRatio = 1.1;
    private const int Runs = 40;
    private const int TextRows = 16;
    private const int GuidancePasses = 2;

    public static async Task MeasureAsync()
    {
        var options = new RuntimeOptions();
        var here = Here(options);
        if (await PyTorchAsync(options.Threads) is { } there)
        {
            Figure.Print($"denoiser forward, {here:F0} ms here, {there:F0} ms in PyTorch", here / there, LimitRatio, "");
        }
        else
        {
            Console.WriteLine($"denoiser forward: {here:F0} ms here; not compared, there is no python3 with torch (set SORA2_PYTHON)");
        }
    }

    // Milliseconds of the fastest pass.
    private static double Here(RuntimeOptions options)
    {
        var packs = new PackCatalog(ServerPaths.FromEnvironment().Models);
        using var model = MiniAvModel.Load(packs.Get(""), new ModelRuntime(options), CancellationToken.None);
        var config = model.Config;
        var shot = ShotGeometry.For(new VideoShape(96, 96, 160), new FrameRate(24, 1), config);
        var stems = config.Denoiser.Stems.Count;
        var (positions, kinds) = PackedRows.Of(shot, config, TextRows, new GivenRows(shot, config), soundStart: 0);
        var (cosine, sine) = Embeddings.Rotary(positions, config.Denoiser);
        Tensor[] inputs =
        [
            Noise(TextRows, config.Denoiser.Width),
            Noise(0, config.PictureRowWidth),
            Noise(0, config.SoundRowWidth),
            Noise(shot.PictureRows, config.PictureRowWidth),
            Noise(stems * shot.SoundRows, config.SoundRowWidth),
            Noise(shot.PictureRows, config.PictureRowWidth + 1),
            Noise(shot.PictureRows, config.Denoiser.PictureMotion),
            Noise(stems * shot.SoundRows, config.Denoiser.SoundMotion),
            Tensor.Of(kinds, kinds.Length),
            Tensor.Of(cosine, kinds.Length, config.Denoiser.Head / 2),
            Tensor.Of(sine, kinds.Length, config.Denoiser.Head / 2),
            Tensor.Of(Embeddings.Levels(config.Denoiser.Width, 0, 0.5f, 0.5f), Embeddings.NoiseLevels, config.Denoiser.Width),
        ];
        var fastest = double.MaxValue;
        for (var run = 0; run <= Runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var velocity in model.Denoiser.Run(inputs, CancellationToken.None))
            {
                velocity.Dispose();
            }

            // The first pass warms up.
            fastest = run == 0 ? fastest : Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        foreach (var input in inputs)
        {
            input.Dispose();
        }

        return fastest;
    }

    // Null when there is no PyTorch.
    private static async Task<double?> PyTorchAsync(int threads)
    {
        var python = Environment.GetEnvironmentVariable("SORA2_PYTHON") ?? "python3";
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-m", "training.time_denoiser", "--threads", $"{threads}", "--runs", $"{Runs}"])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync();
            var text = await process.StandardOutput.ReadToEndAsync();
            await said;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Tensor Noise(int rows, int width)
    {
        var noise = new float[GuidancePasses * rows * width];
        NoiseSource.Fill(1, rows, noise);
        return Tensor.Of(noise, GuidancePasses, rows, width);
    }
}
