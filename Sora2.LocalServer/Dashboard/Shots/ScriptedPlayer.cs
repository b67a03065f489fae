using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Sora2.LocalServer.Dashboard.Shots;

/// <summary>A part of a page that a script takes over once it stands there.</summary>
public abstract class ScriptedPlayer : ComponentBase, IAsyncDisposable
{
    private IJSObjectReference? _player;
    private bool _gone;

    /// <summary>The element that the script gets.</summary>
    protected ElementReference Root { get; set; }

    /// <summary>The script's name; it has a function "attach", and what that gives one called "dispose".</summary>
    protected abstract string Module { get; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _gone = true;
        if (_player is not null)
        {
            await EndAsync(_player);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await using var module = await Script.InvokeAsync<IJSObjectReference>("import", $"./assets/{Module}");
            if (_gone)
            {
                return;
            }

            _player = await module.InvokeAsync<IJSObjectReference>("attach", Root);
            if (_gone)
            {
                await EndAsync(_player);
            }
        }
        catch (Exception error) when (error is JSDisconnectedException || (error is JSException && _gone))
        {
            // Its elements were taken out of the page while the script was on its way.
        }
    }

    // The script has written into these elements: Blazor must not render them anew.
    protected override bool ShouldRender() => false;

    private static async Task EndAsync(IJSObjectReference player)
    {
        try
        {
            await player.InvokeVoidAsync("dispose");
            await player.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page went before us.
        }
    }
}
