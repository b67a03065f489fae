using System.Collections.Concurrent;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model;

/// <summary>Counts the pieces of prompts with the packs' own tokenizers, which are kept once read. Thread-safe; loads no model.</summary>
public sealed class PackPrompts
{
    private readonly ConcurrentDictionary<string, (Func<string, int> Count, int Read)> _known = new();

    /// <returns>Zeros where the family is unknown here.</returns>
    /// <exception cref="PackException">The pack's tokenizer or configuration cannot be read.</exception>
    public PromptLength Measure(PackInfo pack, string prompt)
    {
        if (pack.Family is not (MiniAvModel.Family or WanModel.Family))
        {
            return default;
        }

        var (count, read) = _known.GetOrAdd(pack.Hash, _ => Open(pack));
        return new PromptLength(count(prompt), read);
    }

    private static (Func<string, int> Count, int Read) Open(PackInfo pack)
    {
        try
        {
            if (pack.Family == WanModel.Family)
            {
                var pieces = SentencePieceTokenizer.Read(pack.PathOf("tokenizer/tokenizer.json"));
                return (prompt => pieces.Encode(prompt, int.MaxValue).Count, WanModel.TextRows);
            }

            var tokenizer = UnigramTokenizer.Read(pack.PathOf("tokenizer.json"));
            return (prompt => tokenizer.Encode(prompt).Count, MiniAvConfig.Read(pack.PathOf("config.json")).Denoiser.MaxText);
        }
        catch (InvalidDataException error)
        {
            throw new PackException(pack.Name, error.Message, "Install the pack again.");
        }
    }
}
