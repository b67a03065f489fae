using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Text;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Text;

/// <summary>Rules of T5's tokenizers on a vocabulary that can be checked by eye. The tiny Wan pack compares with the reference.</summary>
public sealed class SentencePieceTokenizerTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Theory]
    [InlineData("ab", new long[] { 4, 1 })] // one piece is likelier than two
    [InlineData("ab ab", new long[] { 4, 4, 1 })]
    [InlineData("  ab", new long[] { 3, 4, 1 })] // a blank of its own
    [InlineData("ba", new long[] { 3, 6, 5, 1 })]
    [InlineData("a??b", new long[] { 3, 5, 2, 6, 1 })] // unknown ones side by side are one
    [InlineData("</s>", new long[] { 3, 2, 1 })] // special pieces are no text
    [InlineData("", new long[] { 1 })]
    public void Encode_FindsTheLikeliestPieces(string text, long[] expected) => Assert.Equal(expected, Read(static _ => { }).Encode(text, 32));

    [Fact]
    public void Encode_KeepsTheEndMarkOfALongText() => Assert.Equal([4, 4, 1], Read(static _ => { }).Encode("ab ab ab ab", 3));

    [Theory]
    [InlineData("Lowercase")]
    [InlineData("Bert")]
    public void Read_RefusesStepsThatItDoesNotKnow(string step) => Assert.Contains(
        step, Assert.Throws<InvalidDataException>(() => Read(json => json["normalizer"] = new JsonObject { ["type"] = step })).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_RefusesOtherModels() => Assert.Contains(
        "BPE", Assert.Throws<InvalidDataException>(() => Read(static json => json["model"]!["type"] = "BPE")).Message, StringComparison.Ordinal);

    public void Dispose() => File.Delete(_path);

    private SentencePieceTokenizer Read(Action<JsonObject> change)
    {
        (string Piece, double Score)[] pieces = [("<pad>", 0), ("</s>", 0), ("<unk>", 0), ("\u2581", -2), ("\u2581ab", -3), ("a", -2), ("b", -2)];
        var json = new JsonObject
        {
            ["added_tokens"] = new JsonArray([.. Enumerable.Range(0, 3).Select(static id => new JsonObject { ["id"] = id, ["special"] = true })]),
            ["normalizer"] = new JsonObject { ["type"] = "NFKC" },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(
                    new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A" } }, new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = "</s>" } }),
                ["special_tokens"] = new JsonObject { ["</s>"] = new JsonObject { ["ids"] = new JsonArray(1) } },
            },
            ["model"] = new JsonObject
            {
                ["type"] = "Unigram",
                ["unk_id"] = 2,
                ["vocab"] = new JsonArray([.. pieces.Select(static piece => new JsonArray(piece.Piece, piece.Score))]),
            },
        };
        change(json);
        File.WriteAllText(_path, json.ToJsonString());
        return SentencePieceTokenizer.Read(_path);
    }
}
