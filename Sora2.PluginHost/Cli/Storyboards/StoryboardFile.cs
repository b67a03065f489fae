using Sora2.Contracts.Storyboards;

namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary>The file of a storyboard.</summary>
internal static class StoryboardFile
{
    private const string Option = "FILE";

    /// <summary>Reads it; the cast's pictures get their whole paths.</summary>
    /// <exception cref="CliException">It cannot be read, or is none.</exception>
    public static Storyboard Read(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            var board = Storyboard.Parse(ReadText(path));
            return board with { Cast = board.Cast.ToDictionary(static entry => entry.Key, entry => Path.Combine(folder, entry.Value)) };
        }
        catch (StoryboardException error)
        {
            throw CliException.Invalid(Option, error.Given, error.Allowed);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length <= Storyboard.LimitBytes
                ? File.ReadAllText(path)
                : throw CliException.Invalid(Option, path, "a storyboard of at most 1 MiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid(Option, path, $"a storyboard that can be read ({error.Message.TrimEnd('.')})");
        }
    }
}
