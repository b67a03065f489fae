using Microsoft.AspNetCore.Components;
using Sora2.LocalServer.Dashboard.Shell;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Jobs;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>The shots of a storyboard while they are made, and what is done with them then.</summary>
public sealed partial class BoardPage
{
    private readonly CancellationTokenSource _leaving = new();
    private QueuedBoard? _board;
    private IReadOnlyList<Job?> _jobs = [];
    private IReadOnlyList<string> _names = [];
    private DeliveredTimeline? _delivered;
    private string _folder = "";
    private string? _fault;
    private bool _delivering;
    private int _done;
    private int _open;
    private double _share;

    [Parameter]
    public string Id { get; set; } = "";

    private string Shared => _board!.Board.Shared;

    private string Summary => _open == 0 && _names.Count == _board!.JobCount ? (_board.JobCount == 1 ? "It is made." : $"All {_board.JobCount} shots are made.")
        : $"{_done} of {_board!.JobCount} {(_board.JobCount == 1 ? "piece" : "shots")} made{(_open > 0 ? "" : "; the others have ended without a shot")}.";

    public void Dispose() => _leaving.Cancel();

    protected override void OnParametersSet()
    {
        (_delivered, _fault) = (null, null);
        Read();
        var project = _jobs.OfType<Job>().FirstOrDefault()?.Request.Project;
        _folder = Folders.List().FirstOrDefault(folder => string.Equals(folder.Project, project, StringComparison.OrdinalIgnoreCase))?.Folder ?? "";
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _ = JobNews.FollowAsync(Jobs, () => InvokeAsync(() => { Read(); StateHasChanged(); }), _leaving.Token);
        }
    }

    private void Read()
    {
        _board = Boards.Find(Id);
        if (_board is null)
        {
            return;
        }

        _jobs = Queue.JobsOf(_board);
        _names = Queue.ShotsToCut(_board);
        _open = _jobs.Count(static job => job is { IsFinished: false });
        _done = _names.Count;
        _share = _jobs.Sum(static job => job is null or { IsFinished: true } ? 1 : job.Progress) / Math.Max(1, _board.JobCount);
    }

    private async Task AgainAsync(int index, Job ended)
    {
        await Queue.TryAgainAsync(_board!, index, ended);
        Read();
    }

    private async Task DeliverAsync()
    {
        (_delivering, _delivered) = (true, null);
        await DoAsync(async () => _delivered = await Delivery.DeliverAsync(_names, _folder.Trim(), link: false, board: "", _leaving.Token));
        _delivering = false;
    }

    private async Task DoAsync(Func<Task> act)
    {
        try
        {
            _fault = null;
            await act();
        }
        catch (Exception error) when (Refusals.IsOne(error))
        {
            _fault = error.Message;
        }
    }
}
