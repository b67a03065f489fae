using System.Globalization;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>One sample as a card of the page.</summary>
internal static class CardMarkup
{
    private const int PackHashDigits = 8;

    // The contract's defaults, for requests that leave them out.
    private const int DefaultWidth = 1920;
    private const int DefaultHeight = 1080;
    private const double DefaultSeconds = 4;

    public static Html Write(Card card) => Html.Of($"""
        <article class="card">
        {Stage(card)}
        <div class="text">
        <h2 dir="auto">{card.Sample.Title}</h2>
        <p class="prompt" dir="auto">{card.Sample.Request.Prompt}</p>
        {Negative(card.Sample.Request.NegativePrompt)}
        {Sounds(card)}
        {Facts(card)}
        {Notes(card)}
        {Links(card)}
        </div>
        </article>
        """);

    private static Html Stage(Card card)
    {
        var sequence = card.Sample.Request.Sequence;
        var (width, height) = (sequence.HasWidth ? sequence.Width : DefaultWidth, sequence.HasHeight ? sequence.Height : DefaultHeight);
        if (card.Media is { } media)
        {
            var poster = media.Poster.Length > 0 ? Html.Of($" poster=\"{Url(media.Poster)}\"") : Html.Empty;
            return Html.Of($"""
                <div class="stage"><video controls playsinline preload="metadata" width="{width}" height="{height}"{poster} src="{Url(media.Picture)}" aria-label="{card.Sample.Title}"></video></div>
                """);
        }

        return card.Fault is { } fault
            ? Html.Of($"<div class=\"stage failed\"><p><strong>Not made: {card.Status}.</strong> <span dir=\"auto\">{fault.Message}</span></p></div>")
            : Html.Of($"<div class=\"stage\"><p>Still to come.</p></div>");
    }

    private static Html Negative(string text) => text.Length == 0 ? Html.Empty : Html.Of($"<p class=\"negative\">without: <span dir=\"auto\">{text}</span></p>");

    // Without a script the browser's own players are seen; with it the drawn ones.
    private static Html Sounds(Card card)
    {
        if (card.Media is not { Tracks.Count: > 0 } media)
        {
            return Html.Empty;
        }

        var tracks = media.Tracks.Select(track => Html.Of($"""
            <div class="track {track.Name}">
            <button type="button" aria-label="Play {track.Name} of {card.Sample.Title}" aria-pressed="false"></button>
            <span class="name">{track.Name}</span><span class="level">{track.Waveform.Level}</span>
            <div class="wave">{Wave(track.Waveform)}<input type="range" min="0" max="{Number(track.Waveform.Seconds)}" step="0.1" value="0" aria-label="Position in {track.Name}, seconds"></div>
            <audio controls preload="none" src="{Url(track.Path)}"></audio>
            </div>
            """));
        return Html.Of($"<div class=\"tracks\" role=\"group\" aria-label=\"Sound stems\">\n{Html.Join(tracks)}\n</div>");
    }

    private static Html Wave(Waveform waveform)
    {
        var path = waveform.ToPath();
        return Html.Of($"""
            <svg viewBox="0 0 {Waveform.BarCount * Waveform.BarWidth} {Waveform.Height}" preserveAspectRatio="none" aria-hidden="true"><path d="{path}"/><path class="played" d="{path}"/></svg>
            """);
    }

    private static Html Facts(Card card)
    {
        var request = card.Sample.Request;
        var sequence = request.Sequence;
        var size = $"{(sequence.HasWidth ? sequence.Width : DefaultWidth)}×{(sequence.HasHeight ? sequence.Height : DefaultHeight)}";
        var facts = new List<(string Name, string Value)>
        {
            ("seed", request.Seed.ToString(CultureInfo.InvariantCulture)),
            ("length", $"{Number(request.HasSeconds ? request.Seconds : DefaultSeconds)} s"),
            ("picture", $"{size}, {Rate(sequence.FrameRate)} fps"),
            ("pack", request.PackHash.Length > 0 ? $"{request.Pack} {request.PackHash[..Math.Min(PackHashDigits, request.PackHash.Length)]}" : "the default"),
        };
        if (card is { Media: not null, Job: { } job })
        {
            facts.Add(("made in", $"{job.SecondsTotal.ToString("0.0", CultureInfo.InvariantCulture)} s, {job.SecondsInModel.ToString("0.0", CultureInfo.InvariantCulture)} s of it in the model"));
        }

        return Html.Of($"<dl>\n{Html.Join(facts.Select(static fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>")))}\n</dl>");
    }

    private static Html Notes(Card card) => card.Job is { Notes.Count: > 0 } job
        ? Html.Of($"<ul class=\"notes\" aria-label=\"Notes\">\n{Html.Join(job.Notes.Select(static note => Html.Of($"<li dir=\"auto\">{note}</li>")))}\n</ul>")
        : Html.Empty;

    private static Html Links(Card card) => card.Media is not { } media
        ? Html.Empty
        : Html.Of($"""
            <p class="links"><span>{media.Name}</span> <a href="{Url(media.Picture)}" download>picture</a> {Html.Join(media.Tracks.Select(static track => Html.Of($"<a href=\"{Url(track.Path)}\" download>{track.Name}</a>")))} <a href="{Url(media.Recipe)}">recipe</a></p>
            """);

    private static string Url(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Rate(FrameRate rate) => rate.Denominator <= 1
        ? rate.Numerator.ToString(CultureInfo.InvariantCulture)
        : ((double)rate.Numerator / rate.Denominator).ToString("0.###", CultureInfo.InvariantCulture);
}
