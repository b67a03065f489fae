using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning;

/// <summary>Measures a prompt as a pack will read it.</summary>
/// <exception cref="PackException">The pack's tokenizer cannot be read.</exception>
public delegate PromptLength PromptMeasure(PackInfo pack, string prompt);
