using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>Markup that is safe to write: everything put into a template is escaped, unless it is such markup itself.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty { get; } = new("");

    /// <param name="template">Its text is markup; attributes stand in double quotes.</param>
    public static Html Of(FormattableString template) => new(string.Format(
        CultureInfo.InvariantCulture, template.Format, [.. template.GetArguments().Select(Escape)]));

    public static Html Join(IEnumerable<Html> parts) => new(string.Join('\n', parts.Select(static part => part._markup)));

    /// <summary>Text of the product's own that is markup, a script or a style already.</summary>
    public static Html Own(string markup) => new(markup);

    public override string ToString() => _markup;

    private static string Escape(object? value) =>
        value is Html html ? html._markup : s_encoder.Encode(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
}
