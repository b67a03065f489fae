using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Server;
using Sora2.PluginHost.Sessions.Footage;

namespace Sora2.PluginHost.Sessions;

/// <summary>What the packs of the running server look at of a clip. Never starts a server, never waits for one. Thread-safe.</summary>
/// <param name="stop">Ends the asking.</param>
internal sealed class PackNeeds(TimeProvider time, CancellationToken stop)
{
    // Packs can be installed meanwhile, but not between two presses of a button.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private PictureNeed? _need;
    private Task _asking = Task.CompletedTask;
    private long? _asked;

    /// <summary>As the server said it last; null before it did.</summary>
    public PictureNeed? Known => Volatile.Read(ref _need);

    /// <summary>Asks a server that runs, unless one was asked a moment ago.</summary>
    /// <returns>Ends, never with an error, once the answer is there or none is to be had.</returns>
    public Task Ask()
    {
        lock (_gate)
        {
            if (_asking.IsCompleted && (Known is null || _asked is null || time.GetElapsedTime(_asked.Value) > s_fresh))
            {
                _asked = time.GetTimestamp();
                _asking = Task.Run(AskAsync, CancellationToken.None);
            }

            return _asking;
        }
    }

    private async Task AskAsync()
    {
        try
        {
            using var connection = await ServerConnection.TryOpenAsync(stop);
            if (connection is not null)
            {
                var models = await new Models.ModelsClient(connection.Calls).ListAsync(new ListModelsRequest(), cancellationToken: stop);
                Volatile.Write(ref _need, Largest(models));
            }
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or ServerUnavailableException or ContractMismatchException or IOException)
        {
            // Clips are kept as they are, and the job itself says what is wrong with the server.
        }
    }

    private static PictureNeed? Largest(ListModelsResponse models)
    {
        var usable = models.Packs.Where(static pack => pack.Problem.Length == 0 && pack.Capabilities is not null);
        var sizes = usable.SelectMany(static pack => pack.Capabilities.Sizes).ToList();
        return sizes.Count == 0 ? null : new PictureNeed(sizes.Max(static size => size.Width), sizes.Max(static size => size.Height));
    }
}
