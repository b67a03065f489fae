using Grpc.Core;
using Sora2.LocalServer.Server.Gate;

namespace Sora2.LocalServer.Rpc;

/// <summary>Calls that only who reaches the socket or the pipe may make.</summary>
internal static class PrivateCalls
{
    /// <param name="what">"Settings are changed".</param>
    /// <exception cref="RpcException">It came over TCP: PERMISSION_DENIED.</exception>
    public static void Require(ServerCallContext context, string what)
    {
        if (context.GetHttpContext().Features.Get<PrivateDoor>() is null)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"{what} over the server's socket or pipe alone."));
        }
    }
}
