using System.Globalization;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>
/// Reads samples from Markdown: "## " begins one, "- name: value" is an option of it, its other lines are its prompt. What
/// stands before the first one is for people.
/// </summary>
internal static class SampleFile
{
    private const int MaxBytes = 1 << 20;
    private const int MaxSamples = 100;
    private const int MaxTitleLength = 80;
    private const string Options = "seed, seconds, size, fps, fit, negative, steps, guidance or draft";

    /// <summary>The samples that come with the program.</summary>
    public static IReadOnlyList<Sample> ReadOwn()
    {
        using var text = new StreamReader(typeof(SampleFile).Assembly.GetManifestResourceStream("prompts.md")!);
        return Parse(text.ReadToEnd(), "prompts.md");
    }

    /// <exception cref="CliException">The file cannot be read, or a line of it cannot be taken.</exception>
    public static async Task<IReadOnlyList<Sample>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? Parse(await File.ReadAllTextAsync(path, cancellationToken), Path.GetFileName(path))
                : throw CliException.Invalid("FILE", path, "a file of at most 1 MiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid("FILE", path, $"a file of samples that can be read ({error.Message.TrimEnd('.')})");
        }
    }

    /// <param name="name">How errors call the text.</param>
    /// <exception cref="CliException">A line cannot be taken; the message says which.</exception>
    public static IReadOnlyList<Sample> Parse(string text, string name)
    {
        var samples = new List<Sample>();
        string? title = null;
        var titleLine = 0;
        var prompt = new List<string>();
        var typed = new GenerateArguments();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                Finish();
                (title, titleLine) = (line[3..].Trim(), number);
                prompt.Clear();
                typed = new GenerateArguments();
            }
            else if (title is not null && line.StartsWith("- ", StringComparison.Ordinal))
            {
                typed = At(number, () => With(typed, line[2..]));
            }
            else if (title is not null && line.Length > 0)
            {
                prompt.Add(line);
            }
        }

        Finish();
        return samples.Count is > 0 and <= MaxSamples
            ? samples
            : throw CliException.Invalid("FILE", $"{samples.Count} samples in {name}", $"1 to {MaxSamples}, each begun by a line \"## TITLE\"");

        void Finish()
        {
            if (title is not null)
            {
                samples.Add(At(titleLine, () => Make(title, string.Join(' ', prompt), typed)));
            }
        }

        T At<T>(int line, Func<T> read)
        {
            try
            {
                return read();
            }
            catch (CliException error)
            {
                throw new CliException(error.ExitCode, error.Code, $"{name}, line {line}: {error.Message}")
                {
                    Field = error.Field,
                    Given = error.Given,
                    Allowed = error.Allowed,
                };
            }
        }
    }

    private static Sample Make(string title, string prompt, GenerateArguments typed)
    {
        if (title.Length is 0 or > MaxTitleLength)
        {
            throw CliException.Invalid("title", $"{title.Length} characters", $"1 to {MaxTitleLength}");
        }

        if (prompt.Length == 0)
        {
            throw CliException.Invalid("prompt", "nothing", "1 to 4000 characters below the title");
        }

        var request = RequestBuilder.New();
        request.Seed = 0;
        RequestBuilder.Apply(typed with { Prompt = prompt, Codec = "h264", Project = "GALLERY" }, request);
        return new Sample(title, request);
    }

    private static GenerateArguments With(GenerateArguments typed, string option)
    {
        var parts = option.Split(':', 2, StringSplitOptions.TrimEntries);
        var (name, value) = (parts[0], parts.Length == 2 ? parts[1] : "");
        return name switch
        {
            "seed" => typed with { Seed = Read(name, value, "a whole number", static text => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)) },
            "seconds" => typed with { Seconds = Number(name, value) },
            "size" => typed with { Size = value },
            "fps" => typed with { FrameRate = value },
            "fit" => typed with { Fit = value },
            "negative" => typed with { Negative = value },
            "steps" => typed with { Steps = Read(name, value, "a whole number", static text => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)) },
            "guidance" => typed with { Guidance = Number(name, value) },
            "draft" => typed with { Draft = Read(name, value, "true or false", bool.Parse) },
            _ => throw CliException.Invalid("option", $"\"{name}\"", Options),
        };
    }

    private static double Number(string name, string value) =>
        Read(name, value, "a number", static text => (double)decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));

    private static T Read<T>(string name, string value, string allowed, Func<string, T> parse)
    {
        try
        {
            return parse(value);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw CliException.Invalid(name, $"\"{value}\"", allowed);
        }
    }
}
