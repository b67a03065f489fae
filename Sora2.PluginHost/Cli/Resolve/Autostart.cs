using System.Text;
using System.Xml.Linq;

namespace Sora2.PluginHost.Cli.Resolve;

/// <summary>Starts the server when this user logs in: an entry of the desktop's autostart folder, or a launch agent on macOS.</summary>
internal static class Autostart
{
    private const string Name = "sora2-server";

    /// <summary>The file that the system reads at login.</summary>
    public static string File
    {
        get
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            return OperatingSystem.IsMacOS()
                ? Path.Combine(home, "Library", "LaunchAgents", $"{Name}.plist")
                : Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "autostart", $"{Name}.desktop");
        }
    }

    /// <summary>Writes the file; from the next login on the server runs.</summary>
    public static void Install()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File + ".part", OperatingSystem.IsMacOS() ? LaunchAgent() : DesktopEntry());
        System.IO.File.Move(File + ".part", File, overwrite: true);
    }

    /// <summary>Takes it out again; a server that runs goes on.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Remove()
    {
        var isThere = System.IO.File.Exists(File);
        if (isThere)
        {
            System.IO.File.Delete(File);
        }

        return isThere;
    }

    // freedesktop.org's Desktop Entry and Autostart Specification.
    private static string DesktopEntry() =>
        $"""
        [Desktop Entry]
        Type=Application
        Name=Sora2 server
        Comment=Makes shots for editors; started at login by "sora2 resolve install --autostart"
        Exec={string.Join(' ', ServerStart.Words.Select(Quote))}
        Terminal=false
        NoDisplay=true

        """;

    // Quoted as an argument of Exec, and that once more as a string of the entry; "%" would be a field code.
    private static string Quote(string word)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in word)
        {
            quoted.Append(letter switch
            {
                '"' or '`' or '$' => $@"\\{letter}",
                '\\' => @"\\\\",
                '%' => "%%",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    // launchd.plist(5).
    private static string LaunchAgent() => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XDocument(
        new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
        new XElement(
            "plist",
            new XAttribute("version", "1.0"),
            new XElement(
                "dict",
                new XElement("key", "Label"),
                new XElement("string", Name),
                new XElement("key", "ProgramArguments"),
                new XElement("array", ServerStart.Words.Select(static word => new XElement("string", word))),
                new XElement("key", "RunAtLoad"),
                new XElement("true"))));
}
