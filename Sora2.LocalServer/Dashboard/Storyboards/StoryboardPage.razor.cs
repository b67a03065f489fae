using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;
using Sora2.Contracts.Storyboards;
using Sora2.LocalServer.Dashboard.Making;
using Sora2.LocalServer.Dashboard.Shell;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>Where a storyboard is written: shots in order, and what they share.</summary>
public sealed partial class StoryboardPage
{
    private const int MostEarlier = 12;
    private const int MostCast = 8;
    private const int MostFiles = 1 + MostCast;
    private const int LongestTitle = 60;

    // Where the tab keeps what is written, so that a reload loses nothing. A message to the server may have 32 kB.
    private const string DraftKey = "storyboard";
    private const int LongestDraftBytes = 24_000;

    private readonly ElementReference[] _words = new ElementReference[Storyboard.MostShots];
    private readonly ElementReference[] _ups = new ElementReference[Storyboard.MostShots];
    private readonly ElementReference[] _downs = new ElementReference[Storyboard.MostShots];
    private BoardForm _form = new();
    private string? _draft;
    private IReadOnlyList<PackInfo> _packs = [];
    private IReadOnlyList<QueuedBoard> _earlier = [];
    private PackInfo? _pack;
    private Func<ElementReference>? _focus;
    private bool _sending;
    private string? _said;
    private string? _fault;

    /// <summary>A storyboard that was made before, to begin with.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    private bool IsHeld => !RendererInfo.IsInteractive || _sending;

    // What stands in the form as a file's text; the address holds all of it, so nothing is asked of the server. Null where two of the
    // cast have one name, which a file cannot say.
    private string? FileLink
    {
        get
        {
            try
            {
                var board = _form.ToStoryboard(static member => member.File ?? $"{member.Name.Trim()}.png");
                return "data:application/json;charset=utf-8," + Uri.EscapeDataString(board.ToJson());
            }
            catch (InvalidRequestException)
            {
                return null;
            }
        }
    }

    protected override void OnInitialized()
    {
        _packs = [.. Packs.List().Where(static pack => pack.Problem is null)];
        _earlier = Boards.Newest(MostEarlier);
        if (From is { } id && Boards.Find(id) is { } board)
        {
            _form.Take(board.Board, media => Uploads.Contains(media) ? media : null);
            foreach (var member in _form.Cast)
            {
                member.File = null;
            }

            _form.Continuous = board.Continuous;
            if (Queue.JobsOf(board).Index().FirstOrDefault(static entry => entry.Item is not null) is { Item: { } job, Index: var index })
            {
                var first = job.Request.Seed - Storyboard.SeedOf(0, index);
                _form.Settings = new Wish(job.Request with { Seed = first, Scenes = [], Conditioning = [], Shot = "", PackHash = "" });
            }
        }

        _pack = PackOf(_form.Settings.Pack);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && From is null)
        {
            await TakeDraftAsync();
        }
        else
        {
            await KeepDraftAsync();
        }

        if (_focus is { } focus)
        {
            _focus = null;
            await focus().FocusAsync();
        }
    }

    private async Task TakeDraftAsync()
    {
        _draft = await Script.InvokeAsync<string?>("sessionStorage.getItem", DraftKey);
        try
        {
            if (_draft is not null && JsonSerializer.Deserialize<BoardForm>(_draft) is { Shots.Count: > 0 and <= Storyboard.MostShots, Cast.Count: <= MostCast } kept)
            {
                kept.Settings = _form.Settings;
                _form = kept;
                StateHasChanged();
            }
        }
        catch (JsonException)
        {
            // That of another version: it is written over.
        }
    }

    private async Task KeepDraftAsync()
    {
        var draft = JsonSerializer.Serialize(_form);
        if (draft != _draft && !_sending && Encoding.UTF8.GetByteCount(draft) <= LongestDraftBytes)
        {
            _draft = draft;
            await Script.InvokeVoidAsync("sessionStorage.setItem", DraftKey, draft);
        }
    }

    private PackInfo? PackOf(string name) => _packs.FirstOrDefault(pack => pack.Name == (name.Length > 0 ? name : PackCatalog.DefaultPack));

    private string NameOf(int index) => new Storyboard { Shots = [.. _form.Shots.Select(static _ => new StoryboardShot { Prompt = "" })] }.NameOf(index);

    private static string Shortened(QueuedBoard board) =>
        board.Board.Shots[0].Prompt is { Length: > LongestTitle } text ? text[..LongestTitle] + " …" : board.Board.Shots[0].Prompt;

    private void Add()
    {
        _form.Shots.Add(new BoardShot());
        var at = _form.Shots.Count - 1;
        _focus = () => _words[at];
    }

    private void Remove(int index)
    {
        _form.Shots.RemoveAt(index);
        _said = $"Shot {index + 1} is removed.";
        var at = Math.Min(index, _form.Shots.Count - 1);
        _focus = () => _words[at];
    }

    // The button that was pressed goes with its shot: pressed again, it moves the same one on.
    private void Move(int index, int by)
    {
        var to = index + by;
        (_form.Shots[index], _form.Shots[to]) = (_form.Shots[to], _form.Shots[index]);
        _said = $"Shot {index + 1} is now shot {to + 1}.";
        var canGoOn = by < 0 ? to > 0 : to < _form.Shots.Count - 1;
        _focus = () => ((by < 0) == canGoOn ? _ups : _downs)[to];
    }

    private async Task LoadAsync(InputFileChangeEventArgs change)
    {
        (_fault, _said) = (null, null);
        try
        {
            var files = change.FileCount <= MostFiles
                ? change.GetMultipleFiles(MostFiles)
                : throw new InvalidRequestException("files", $"{change.FileCount} files", $"a storyboard and up to {MostCast} pictures");
            var text = files.FirstOrDefault(static file => Path.GetExtension(file.Name).ToLowerInvariant() is ".json" or ".txt")
                ?? throw new InvalidRequestException("files", "no storyboard", "a .json or .txt file, with the pictures of its cast");
            using var reader = new StreamReader(text.Size <= Storyboard.LimitBytes
                ? text.OpenReadStream(Storyboard.LimitBytes)
                : throw new InvalidRequestException(text.Name, Words.Bytes(text.Size), "a storyboard of at most 1 MiB"));
            var board = Storyboard.Parse(await reader.ReadToEndAsync());
            var pictures = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var file in files.Where(file => file != text))
            {
                await using var content = file.OpenReadStream(PictureDrop.LargestBytes);
                pictures[file.Name] = await Uploads.AddAsync(content, CancellationToken.None);
            }

            _form.Take(board, picture => pictures.GetValueOrDefault(Path.GetFileName(picture.Replace('\\', '/'))));
            _said = $"{text.Name} is opened: {board.Shots.Count} {(board.Shots.Count == 1 ? "shot" : "shots")}{(_form.Cast.Any(static member => member.MediaId is null) ? ". Its cast's pictures are still to be given" : "")}.";
        }
        catch (StoryboardException error)
        {
            _fault = error.Message;
        }
        catch (Exception error) when (Refusals.IsOne(error))
        {
            _fault = error.Message;
        }
        catch (IOException)
        {
            _fault = $"A picture may have {Words.Bytes(PictureDrop.LargestBytes)}.";
        }
    }

    private async Task SubmitAsync()
    {
        (_sending, _fault) = (true, null);
        try
        {
            var board = await Queue.SubmitAsync(_form);
            await Script.InvokeVoidAsync("sessionStorage.removeItem", DraftKey);
            Navigation.NavigateTo($"storyboards/{board.Id}");
        }
        catch (Exception error) when (Refusals.IsOne(error))
        {
            (_sending, _fault) = (false, error.Message);
        }
    }

    private void Forget(QueuedBoard board)
    {
        Boards.Remove(board.Id);
        _earlier = Boards.Newest(MostEarlier);
    }
}
