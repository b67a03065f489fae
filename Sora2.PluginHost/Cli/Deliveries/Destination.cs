using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Editors;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Deliveries;

/// <summary>Where finished shots go beyond the library: what was typed with --out, --deliver-to and --into, checked before a job is queued.</summary>
internal sealed class Destination
{
    private readonly DeliveryFolder? _copies;
    private readonly string? _deliveries;
    private readonly KdenliveBin? _bin;

    private Destination(DeliveryFolder? copies, string? deliveries, KdenliveBin? bin) => (_copies, _deliveries, _bin) = (copies, deliveries, bin);

    /// <summary>The library alone.</summary>
    public static Destination None { get; } = new(null, null, null);

    /// <exception cref="CliException">A folder that cannot be written, or an editor that does not run.</exception>
    public static async Task<Destination> CheckAsync(string? copies, string? deliveries, string? editor, CancellationToken cancellationToken)
    {
        var folder = copies is null ? null : DeliveryFolder.Check(copies);
        if (deliveries is not null)
        {
            DeliveryFolder.Check(deliveries, "--deliver-to");
        }

        return new Destination(
            folder, deliveries is null ? null : Path.GetFullPath(deliveries), editor is null ? null : await KdenliveBin.FindAsync(editor, cancellationToken));
    }

    /// <summary>The shots of a job, each delivered by itself.</summary>
    public async Task<IReadOnlyList<Shot>> FetchAsync(ServerSession session, Job job, CancellationToken cancellationToken)
    {
        var shots = new List<Shot>();
        foreach (var shot in await OpenAsync(session, job, cancellationToken))
        {
            shots.Add(await HandOnAsync(_deliveries is null ? shot : (await DeliverAsync(session, [shot], cancellationToken))[shot.Name], cancellationToken));
        }

        return shots;
    }

    /// <summary>The shots of one of a storyboard's jobs, for <see cref="DeliverBoardAsync"/> once all have ended.</summary>
    public Task<IReadOnlyList<Shot>> FetchForBoardAsync(ServerSession session, Job job, CancellationToken cancellationToken) =>
        _deliveries is null ? FetchAsync(session, job, cancellationToken) : OpenAsync(session, job, cancellationToken);

    /// <summary>Delivers the first variants of a storyboard's shots as one timeline, when all were made.</summary>
    /// <param name="shots">Of each job, in the storyboard's order.</param>
    /// <returns>The same with the paths that they have there.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<Shot>>> DeliverBoardAsync(
        ServerSession session, IReadOnlyList<IReadOnlyList<Shot>> shots, CancellationToken cancellationToken)
    {
        // A board with a shot missing would cut the others together as nobody meant them.
        if (_deliveries is null || shots.Any(static variants => variants.Count == 0))
        {
            return shots;
        }

        var delivered = await DeliverAsync(session, shots.Select(static variants => variants[0]), cancellationToken);
        var board = new List<IReadOnlyList<Shot>>();
        foreach (var variants in shots)
        {
            board.Add([await HandOnAsync(delivered[variants[0].Name], cancellationToken), .. variants.Skip(1)]);
        }

        return board;
    }

    private static async Task<IReadOnlyList<Shot>> OpenAsync(ServerSession session, Job job, CancellationToken cancellationToken)
    {
        var shots = new List<Shot>();
        foreach (var name in job.Shots)
        {
            shots.Add(await session.Library.GetAsync(new GetShotRequest { Name = name }, cancellationToken: cancellationToken));
        }

        return shots;
    }

    private async Task<Dictionary<string, Shot>> DeliverAsync(ServerSession session, IEnumerable<Shot> shots, CancellationToken cancellationToken)
    {
        var request = new DeliverRequest { Names = { shots.Select(static shot => shot.Name) }, Folder = _deliveries };
        return (await session.Delivery.DeliverAsync(request, cancellationToken: cancellationToken)).Shots.ToDictionary(static shot => shot.Name);
    }

    private async Task<Shot> HandOnAsync(Shot shot, CancellationToken cancellationToken)
    {
        if (_copies is not null)
        {
            shot = await _copies.DeliverAsync(shot, cancellationToken);
        }

        if (_bin is not null)
        {
            await _bin.AddAsync(shot, cancellationToken);
        }

        return shot;
    }
}
