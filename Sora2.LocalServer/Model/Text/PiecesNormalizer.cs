using System.Text;
using System.Text.Json;

namespace Sora2.LocalServer.Model.Text;

/// <summary>What a tokenizer.json does to text before it is split: the steps of its "normalizer".</summary>
internal sealed class PiecesNormalizer
{
    private readonly List<Func<string, string>> _steps = [];

    /// <exception cref="InvalidDataException">A step that this server does not know.</exception>
    public static PiecesNormalizer Read(string path, JsonElement root)
    {
        var normalizer = new PiecesNormalizer();
        if (root.TryGetProperty("normalizer", out var steps) && steps.ValueKind != JsonValueKind.Null)
        {
            normalizer.Add(path, steps);
        }

        if (root.TryGetProperty("pre_tokenizer", out var splitting) && splitting.ValueKind != JsonValueKind.Null)
        {
            normalizer.CheckSplitting(path, splitting);
        }

        return normalizer;
    }

    public string Apply(string text) => _steps.Aggregate(Whole(text), (current, step) => step(current));

    // Halves of surrogate pairs are no text.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes());

    private void Add(string path, JsonElement step)
    {
        switch (step.GetProperty("type").GetString())
        {
            case "Sequence":
                foreach (var part in step.GetProperty("normalizers").EnumerateArray())
                {
                    Add(path, part);
                }

                break;
            case "NFKC":
                _steps.Add(text => text.Normalize(NormalizationForm.FormKC));
                break;
            case "Precompiled":
                _steps.Add(PrecompiledCharacters.Read(Convert.FromBase64String(step.GetProperty("precompiled_charsmap").GetString() ?? "")).Apply);
                break;
            case "Replace" when step.GetProperty("pattern").TryGetProperty("Regex", out var regex) && regex.GetString() == " {2,}":
                var content = step.GetProperty("content").GetString() ?? "";
                _steps.Add(text => ReplaceBlanks(text, content));
                break;
            case "Replace" when step.GetProperty("pattern").TryGetProperty("String", out var pattern) && pattern.GetString() is { Length: > 0 } from:
                var to = step.GetProperty("content").GetString() ?? "";
                _steps.Add(text => text.Replace(from, to, StringComparison.Ordinal));
                break;
            case "Strip":
                var (left, right) = (step.GetProperty("strip_left").GetBoolean(), step.GetProperty("strip_right").GetBoolean());
                _steps.Add(text => (left, right) switch
                {
                    (true, true) => text.Trim(),
                    (true, false) => text.TrimStart(),
                    (false, true) => text.TrimEnd(),
                    _ => text,
                });
                break;
            case var other:
                throw new InvalidDataException($"{Path.GetFileName(path)}: its normalizer has the step {other}, which this server does not know.");
        }
    }

    // Words are split at blanks, with or without dropping more than one of them.
    private void CheckSplitting(string path, JsonElement step)
    {
        switch (step.GetProperty("type").GetString())
        {
            case "Sequence":
                foreach (var part in step.GetProperty("pretokenizers").EnumerateArray())
                {
                    CheckSplitting(path, part);
                }

                break;
            case "Metaspace":
                break;
            case "WhitespaceSplit":
                _steps.Add(text => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
                break;
            case var other:
                throw new InvalidDataException($"{Path.GetFileName(path)}: its pre-tokenizer has the step {other}, which this server does not know.");
        }
    }

    private static string ReplaceBlanks(string text, string content)
    {
        var made = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var end = i;
            while (end < text.Length && text[end] == ' ')
            {
                end++;
            }

            if (end - i >= 2)
            {
                made.Append(content);
                i = end - 1;
            }
            else
            {
                made.Append(text[i]);
            }
        }

        return made.ToString();
    }
}
