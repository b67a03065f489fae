using Sora2.LocalServer;
using Sora2.LocalServer.Diagnosis;
using Sora2.LocalServer.Jobs.Workers;
using Sora2.LocalServer.Server;

// Exit codes: 0 stopped as asked, 1 could not start, 2 wrong arguments, 3 another server runs on this home.
try
{
    switch (args)
    {
        case ["serve", .. var rest]:
            return await ServeAsync(ServerOptions.Parse(rest));

        case ["worker", .. var rest]:
            return await WorkerProgram.RunAsync(rest);

        case [DeviceSurvey.Verb, var folder, var wanted]:
            return DeviceSurvey.Print(folder, wanted);

        default:
            throw new ArgumentException("Usage: sora2-server serve [--port N] [--detached]");
    }
}
catch (ArgumentException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 2;
}
catch (SecondServerException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 3;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or StorageException)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

static async Task<int> ServeAsync(ServerOptions options)
{
    if (options.Detached)
    {
        Detachment.LeaveTerminal();
    }

    await using var host = await ServerHost.StartAsync(ServerPaths.FromEnvironment(), options, CancellationToken.None);
    if (options.Detached)
    {
        await Console.Out.WriteLineAsync("ready");
        Detachment.CloseStandardStreams();
    }

    await host.WaitForStopAsync();
    return 0;
}
