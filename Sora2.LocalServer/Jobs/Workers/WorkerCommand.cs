namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>How a worker process is started.</summary>
internal sealed record WorkerCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>This very program, verb "worker".</summary>
    public static WorkerCommand ForThisProgram(ServerPaths paths) => ForThisProgram("worker", "--home", paths.Home, "--models", paths.Models);

    /// <summary>This very program with arguments of its own.</summary>
    public static WorkerCommand ForThisProgram(params string[] arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The server does not know its own program file.");

        // Started as "dotnet sora2-server.dll": the host needs the name of the assembly.
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new(program, [typeof(WorkerCommand).Assembly.Location, .. arguments])
            : new(program, arguments);
    }
}
