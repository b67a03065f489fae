using Sora2.LocalServer.Model.Text;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Text;

public sealed class UnigramTokenizerTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void WordsOf_SplitsWordsAndMarks() => Assert.Equal(
        ["▁l'été", "▁,", "▁it’s", "▁42", "▁_", "▁déjà", "▁-", "▁vu", "▁…", "▁'", "▁x", "▁'"],
        UnigramTokenizer.WordsOf("  L'ÉTÉ,\tIt’s 42_ de\u0301ja\u0300-vu… 'x'"));

    [Fact]
    public void Encode_TakesTheLikeliestPieces()
    {
        // "▁ab" as one piece (-3) beats "▁a" + "b" (-2 - 2); "▁b" has to be put together; ü is unknown.
        Write("""["<pad>",0],["<unk>",0],["▁",-1],["▁a",-2],["b",-2],["▁ab",-3]""");
        var tokenizer = UnigramTokenizer.Read(_path);

        Assert.Equal([5], tokenizer.Encode("AB"));
        Assert.Equal([2, 4, 2, 1], tokenizer.Encode("b ü"));
        Assert.Equal([2, 1, 4], tokenizer.Encode("𝒳b"));
        Assert.Empty(tokenizer.Encode(" \n"));
    }

    [Theory]
    [InlineData("""["<pad>",0],["<unk>",0]""")]
    [InlineData("""["<pad>",0],["<unk>",0],["a",1e999]""")]
    [InlineData("""["<pad>",0],["<unk>",0],["a",-1],["a",-2]""")]
    [InlineData("""["<pad>",0],["<unk>",0],["",-1]""")]
    [InlineData("""1,2,3""")]
    public void Read_RefusesABrokenVocabulary(string vocabulary)
    {
        Write(vocabulary);

        Assert.Throws<InvalidDataException>(() => UnigramTokenizer.Read(_path));
    }

    public void Dispose() => File.Delete(_path);

    private void Write(string vocabulary) =>
        File.WriteAllText(_path, $$"""{"version":"1.0","model":{"type":"Unigram","unk_id":1,"vocab":[{{vocabulary}}] } }""");
}
