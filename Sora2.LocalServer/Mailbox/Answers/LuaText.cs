using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>
/// Writes data as a Lua chunk of one table. A client loads it as code, so nothing but constants may come out: every byte of a
/// string that is not a plain letter stands as a number.
/// </summary>
internal static class LuaText
{
    public static byte[] Write(JsonNode table)
    {
        var text = new StringBuilder("return ");
        Append(text, table);
        return Encoding.ASCII.GetBytes(text.Append('\n').ToString());
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                AppendTable(text, members, static (text, member) =>
                {
                    text.Append('[');
                    AppendString(text, member.Key);
                    text.Append("]=");
                    Append(text, member.Value);
                });
                break;
            case JsonArray items:
                AppendTable(text, items, Append);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text.Append(value.ToJsonString());
                break;
            default:
                text.Append("nil");
                break;
        }
    }

    private static void AppendTable<T>(StringBuilder text, IEnumerable<T> items, Action<StringBuilder, T> append)
    {
        text.Append('{');
        foreach (var item in items)
        {
            append(text, item);
            text.Append(',');
        }

        text.Append('}');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in Encoding.UTF8.GetBytes(value))
        {
            if (unit is >= (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'\\'))
            {
                text.Append((char)unit);
            }
            else
            {
                // Always three digits: a digit that follows is not taken in.
                text.Append('\\').Append(unit.ToString("000", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        text.Append('"');
    }
}
