using Sora2.Benchmarks;
using Sora2.Benchmarks.Wan;
using Sora2.LocalServer.Requests;

// Prints what docs and issues claim, as measured here and now: figure, limit, ratio. Runs on a home of its own and needs a
// built server. Usage: dotnet run -c Release --project benchmarks [-- denoiser | start | shot | videos | submit | bridge | upscaling | wan …]; all of them when none is named.
// Or: -- wan --device NAME [--providers FOLDER] [--half] [--tiny]: Wan's parts on a device, such as cuda:0.
if (args is ["wan", "--device", var device, .. var rest])
{
    var providers = Path.Combine("models", "providers");
    if (rest is ["--providers", var folder, .. var more])
    {
        (providers, rest) = (folder, more);
    }

    if (rest.Except(["--half", "--tiny"]).FirstOrDefault() is { } wrong)
    {
        Console.Error.WriteLine($"got \"{wrong}\"; allowed: --providers FOLDER, --half, --tiny");
        return 2;
    }

    try
    {
        new WanOnDevice(device, Path.GetFullPath(providers), rest.Contains("--half"), rest.Contains("--tiny")).Measure();
        return 0;
    }
    catch (InvalidRequestException error)
    {
        Console.Error.WriteLine(error.Message);
        return 2;
    }
}

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
