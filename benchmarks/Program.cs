using Sora2.Benchmarks;
using Sora2.Benchmarks.Wan;

// Prints what docs and issues claim, as measured here and now: figure, limit, ratio. Runs on a home of its own and needs a
// built server. Usage: dotnet run -c Release --project benchmarks [-- denoiser | start | shot | videos | submit | bridge | upscaling | wan …]; all of them when none is named.
(string Name, Func<Task> Measure)[] benchmarks =
[
    ("denoiser", DenoiserForward.MeasureAsync),
    ("start", ColdStart.MeasureAsync),
    ("shot", ShotOfFourSeconds.MeasureAsync),
    ("videos", VideosApi.MeasureAsync),
    ("submit", SubmitLatency.MeasureAsync),
    ("bridge", OpenFxBundle.MeasureAsync),
    ("upscaling", Upscaling.MeasureAsync),
    ("wan", WanAtFullSize.MeasureAsync),
];
if (args.Except(benchmarks.Select(static benchmark => benchmark.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"got \"{unknown}\"; allowed: {string.Join(", ", benchmarks.Select(static benchmark => benchmark.Name))}");
    return 2;
}

var home = Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]);
Environment.SetEnvironmentVariable("SORA2_HOME", home);
Directory.CreateDirectory(home);
try
{
    Console.WriteLine($"{"figure",-60} {"measured",12} {"limit",10}   ratio");
    foreach (var (name, measure) in benchmarks)
    {
        if (args.Length == 0 || args.Contains(name))
        {
            await measure();
        }
    }

    return 0;
}
finally
{
    await RunningServer.StopAsync();
    Directory.Delete(home, recursive: true);
}
