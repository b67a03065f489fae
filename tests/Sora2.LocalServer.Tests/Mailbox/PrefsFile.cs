using System.Runtime.Versioning;
using System.Text;

namespace Sora2.LocalServer.Tests.Mailbox;

/// <summary>A Fusion.prefs as Resolve writes it: in place, for everybody to read and write.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class PrefsFile
{
    private const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;
    private readonly string _folder;

    public PrefsFile(string home)
    {
        _folder = Directory.CreateDirectory(System.IO.Path.Combine(home, "Profiles")).FullName;
        Path = System.IO.Path.Combine(_folder, "Fusion.prefs");
        Write();
    }

    public string Path { get; }

    /// <summary>Lets others in as far as <paramref name="home"/>, whose own folder they may enter too.</summary>
    public void Open(string home)
    {
        File.SetUnixFileMode(home, Everybody);
        File.SetUnixFileMode(_folder, Everybody);
    }

    public void Close() => File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <param name="letters">What stands in the slots, from the first on.</param>
    public void Write(params string[] letters)
    {
        var text = new StringBuilder("{\n\tGlobal = {\n\t\tVersion = 1,\n");
        for (var slot = 0; slot < letters.Length; slot++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\t\tSora2Letter{slot + 1} = \"{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(letters[slot]))}\",\n");
        }

        File.WriteAllText(Path, text.Append("\t},\n}\n").ToString());
        File.SetUnixFileMode(Path, (UnixFileMode)0b110_110_110);
    }
}
