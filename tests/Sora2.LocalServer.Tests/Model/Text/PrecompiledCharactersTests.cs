using System.Text;
using Sora2.LocalServer.Model.Text;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Text;

public sealed class PrecompiledCharactersTests
{
    [Theory]
    [InlineData("of\uFB01ce", "office")] // U+FB01, LATIN SMALL LIGATURE FI
    [InlineData("plain \u4E2D", "plain \u4E2D")]
    [InlineData("", "")]
    public void Apply_ReplacesWhatTheTableHolds(string text, string expected) => Assert.Equal(expected, PrecompiledCharacters.Read(Table()).Apply(text));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    public void Read_RefusesATableThatIsCutOff(int length) => Assert.Throws<InvalidDataException>(() => PrecompiledCharacters.Read(Table()[..length]));

    // A trie of one key, EF AC 81, each step's children at an offset of its own; its text is "fi".
    private static byte[] Table()
    {
        var units = new uint[4096];
        units[0] = 256u << 10;
        var place = 256u;
        foreach (var (label, offset, last) in new[] { (0xEFu, 512u, false), (0xACu, 1024u, false), (0x81u, 2048u, true) })
        {
            place ^= label;
            units[place] = (offset << 10) | label | (last ? 0x100u : 0);
            place ^= offset;
        }

        units[place] = 0x80000000;
        return [.. BitConverter.GetBytes(units.Length * 4), .. units.SelectMany(BitConverter.GetBytes), .. Encoding.UTF8.GetBytes("fi\0")];
    }
}
