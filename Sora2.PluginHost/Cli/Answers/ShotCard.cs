using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Answers;

/// <summary>One published shot for people: its name and where its files are.</summary>
internal static class ShotCard
{
    public static void Show(IAnsiConsole console, Shot shot)
    {
        console.MarkupLineInterpolated($"[bold]{shot.Name}[/]");
        var grid = new Grid().AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) }).AddColumn(new GridColumn { NoWrap = true });
        Row("title", shot.Title);
        Row("picture", shot.Picture);
        Row("mix", shot.Mix);
        foreach (var stem in shot.Stems)
        {
            Row(stem.Kind.Word(), stem.Path);
        }

        Row("recipe", shot.Recipe);
        console.Write(grid);

        void Row(string name, string path)
        {
            if (path.Length > 0)
            {
                grid.AddRow(name, Markup.Escape(path));
            }
        }
    }
}
