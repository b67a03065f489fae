using System.Text.Json.Nodes;

namespace Sora2.LocalServer.Videos.Wire;

/// <summary>Form fields as the tree that the same call would be in JSON: "a[b]" nests, "a[]" lists, "a[][b]" lists objects.</summary>
internal sealed class FormFields
{
    private const int MostFields = 1000;
    private const int Deepest = 6;

    private int _count;

    public JsonObject Tree { get; } = [];

    /// <exception cref="ApiException">Too many or too deep, or two fields that cannot both be.</exception>
    public void Add(string name, string value)
    {
        var steps = Steps(name);
        if (++_count > MostFields || steps.Count > Deepest)
        {
            throw ApiException.Invalid(Short(name), $"At most {MostFields} fields of at most {Deepest} brackets are taken.");
        }

        JsonNode at = Tree;
        for (var index = 0; index < steps.Count; index++)
        {
            at = Step(at, steps, index, value, name);
        }
    }

    // Puts one step in place and answers with what the next one goes into.
    private static JsonNode Step(JsonNode at, List<string> steps, int index, string value, string name)
    {
        var (step, isLast) = (steps[index], index == steps.Count - 1);
        switch (at)
        {
            case JsonObject tree when step.Length > 0:
                if (isLast)
                {
                    if (!tree.TryAdd(step, value))
                    {
                        throw Clash(name);
                    }

                    return tree;
                }

                return tree[step] ??= Container(steps[index + 1]);

            case JsonArray list when step.Length == 0:
                if (isLast)
                {
                    list.Add(value);
                    return list;
                }

                // A field that the last object has begins the next one.
                if (list.Count == 0 || list[^1] is not JsonObject last || (index + 2 == steps.Count && last.ContainsKey(steps[index + 1])))
                {
                    list.Add(Container(steps[index + 1]));
                }

                return list[^1]!;

            default:
                throw Clash(name);
        }
    }

    private static JsonNode Container(string step) => step.Length == 0 ? new JsonArray() : new JsonObject();

    private static List<string> Steps(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0 || !name.EndsWith(']'))
        {
            return [name];
        }

        return [name[..open], .. name[(open + 1)..^1].Split("][")];
    }

    private static ApiException Clash(string name) => ApiException.Invalid(Short(name), $"'{Short(name)}' was given twice, or as two kinds of thing.");

    private static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
