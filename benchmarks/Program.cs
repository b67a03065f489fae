using Sora2.Benchmarks;

// Prints what docs and issues claim, as measured here and now: figure, limit, ratio. Runs on a home of its own and needs a
// built server; usage: dotnet run -c Release --project benchmarks
var home = Path.Combine(Path.GetTempPath(), $"sora2-{Guid.NewGuid():n}"[..18]);
Environment.SetEnvironmentVariable("SORA2_HOME", home);
try
{
    Console.WriteLine($"{"figure",-52} {"measured",12} {"limit",10}   ratio");
    await DenoiserForward.MeasureAsync();
    await ColdStart.MeasureAsync();
    await ShotOfFourSeconds.MeasureAsync();
    await SubmitLatency.MeasureAsync();
}
finally
{
    await RunningServer.StopAsync();
    Directory.Delete(home, recursive: true);
}
