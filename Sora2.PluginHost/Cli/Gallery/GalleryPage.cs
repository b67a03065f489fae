using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>The page: one document that loads nothing but the shots' files beside it, from a folder or from a web server.</summary>
internal static class GalleryPage
{
    public static string Write(IReadOnlyList<Card> cards)
    {
        var (style, script) = (Own("page.css"), Own("page.js"));
        var head = Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            {Html.Own(GalleryFolder.Mark)}
            <meta http-equiv="Content-Security-Policy" content="{Policy(style, script)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>Sora2Plugin gallery</title>
            <style>{Html.Own(style)}</style>
            </head>
            """);
        var shown = cards.Count(static card => card.Media is not null);
        var body = Html.Of($"""
            <body>
            <header>
            <h1>Sora2Plugin gallery</h1>
            <p>{shown} of {cards.Count} samples, picture and sound stems, made on this machine{Minutes(cards)}. Press play on one stem to hear it alone with its picture.</p>
            </header>
            <main>
            {Html.Join(cards.Select(CardMarkup.Write))}
            </main>
            <script>{Html.Own(script)}</script>
            </body>
            </html>
            """);
        return $"{head}\n{body}\n";
    }

    // "file:" because some browsers do not count a folder's own files as 'self'.
    private static string Policy(string style, string script) =>
        $"default-src 'none'; img-src 'self' file:; media-src 'self' file:; style-src '{Hash(style)}'; script-src '{Hash(script)}'; "
        + "base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Minutes(IReadOnlyList<Card> cards)
    {
        var seconds = cards.Where(static card => card.Media is not null).Sum(static card => card.Job?.SecondsTotal ?? 0);
        return seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $" in {seconds / 60:F1} minutes") : "";
    }

    private static string Own(string name)
    {
        using var text = new StreamReader(typeof(GalleryPage).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }
}
