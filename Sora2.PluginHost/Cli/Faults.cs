using Grpc.Core;
using Sora2.Contracts;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Cli;

/// <summary>Turns what the server and the connection throw into words and exit codes.</summary>
internal static class Faults
{
    public static CliException Translate(Exception error) => error switch
    {
        CliException known => known,
        RpcException refused => Translate(refused),
        ServerUnavailableException => new CliException(ExitCode.NoServer, "no_server", error.Message),
        ContractMismatchException => new CliException(ExitCode.OtherVersion, "other_version", error.Message),
        IOException or UnauthorizedAccessException => new CliException(ExitCode.Fault, "io", error.Message),
        _ => new CliException(ExitCode.Fault, "internal", $"{error.GetType().Name}: {error.Message}"),
    };

    private static CliException Translate(RpcException error)
    {
        var trailer = error.Trailers.GetValueBytes(ContractVersion.FaultTrailer);
        var fault = trailer is null ? new Fault() : Fault.Parser.ParseFrom(trailer);
        var (exitCode, code) = error.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.AlreadyExists => (ExitCode.InvalidInput, "invalid_request"),
            StatusCode.NotFound => (ExitCode.NotFound, "not_found"),
            StatusCode.FailedPrecondition or StatusCode.ResourceExhausted => (ExitCode.NotReady, "not_ready"),
            StatusCode.Unavailable => (ExitCode.NoServer, "no_server"),
            StatusCode.Unimplemented => (ExitCode.OtherVersion, "other_version"),
            _ => (ExitCode.Fault, "internal"),
        };
        return new CliException(exitCode, fault.Code.Length > 0 ? fault.Code : code, error.Status.Detail)
        {
            Field = fault.Field,
            Given = fault.Given,
            Allowed = fault.Allowed,
        };
    }
}
