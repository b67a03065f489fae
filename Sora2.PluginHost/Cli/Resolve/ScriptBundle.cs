using System.Text;

namespace Sora2.PluginHost.Cli.Resolve;

/// <summary>
/// Makes Resolve's menu scripts from the Lua in bridge-native/resolve. The sandboxed free edition has no <c>require</c>, so every script
/// carries all modules; they are inside this program, so what is installed is what was built.
/// </summary>
internal static class ScriptBundle
{
    private const string ModulePrefix = "resolve/src/";
    private const string MenuPrefix = "resolve/menu/";

    /// <summary>File name and text of every menu script.</summary>
    /// <param name="mailbox">The server's mailbox folder.</param>
    /// <param name="start">A shell's command line that starts the server.</param>
    public static IReadOnlyDictionary<string, string> Make(string mailbox, string start)
    {
        var head = new StringBuilder()
            .Append("-- Made by \"sora2 resolve install\"; what is changed here is lost. Its source is bridge-native/resolve.\n")
            .Append("local config = { mailbox = ").Append(Quote(mailbox)).Append(", platform = ").Append(Quote(Platform))
            .Append(", start = ").Append(Quote(start)).Append(" }\n")
            .Append("local modules, loaded = { config = function() return config end }, {}\n")
            .Append("local function use(name)\n")
            .Append("    if loaded[name] == nil then loaded[name] = modules[name]() end\n")
            .Append("    return loaded[name]\n")
            .Append("end\n");
        foreach (var (name, text) in Read(ModulePrefix))
        {
            head.Append("modules.").Append(Path.GetFileNameWithoutExtension(name)).Append(" = function()\n").Append(text).Append("end\n");
        }

        return Read(MenuPrefix).ToDictionary(static script => script.Name, script => head + script.Text, StringComparer.Ordinal);
    }

    private static string Platform => OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "macos" : "windows";

    private static IEnumerable<(string Name, string Text)> Read(string prefix)
    {
        var program = typeof(ScriptBundle).Assembly;
        foreach (var resource in program.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(program.GetManifestResourceStream(resource)!);
            yield return (resource[prefix.Length..], text.ReadToEnd());
        }
    }

    // A Lua string of the text's UTF-8 bytes.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            quoted.Append(unit is >= (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'\\')
                ? ((char)unit).ToString()
                : $"\\{unit:000}");
        }

        return quoted.Append('"').ToString();
    }
}
