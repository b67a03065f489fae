using Grpc.Core;
using Sora2.Contracts;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Sessions;

/// <summary>What a failed call means.</summary>
internal static class ServerFault
{
    /// <summary>Whether the line broke, so that another connection may do; what the server itself says comes with a fault.</summary>
    public static bool IsLost(RpcException error) =>
        error.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown or StatusCode.DeadlineExceeded
        && error.Trailers.GetValueBytes(ContractVersion.FaultTrailer) is null;

    /// <summary>Whether somebody can mend it meanwhile: room on the disk, a program to install, a server to replace.</summary>
    public static bool MayPass(RpcException error) =>
        error.StatusCode is StatusCode.ResourceExhausted or StatusCode.FailedPrecondition or StatusCode.Unimplemented;

    /// <summary>What is wrong and what to do.</summary>
    public static string Words(RpcException error)
    {
        if (error.StatusCode == StatusCode.Unimplemented)
        {
            return "The running server is older than this program. Stop it, so that the server of this installation can start.";
        }

        var trailer = error.Trailers.GetValueBytes(ContractVersion.FaultTrailer);
        var fault = trailer is null ? null : Fault.Parser.ParseFrom(trailer);
        return fault is { Code: "internal" } ? $"{error.Status.Detail} Try again, or make the shot anew." : error.Status.Detail;
    }
}
