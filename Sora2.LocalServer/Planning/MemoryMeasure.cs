using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning;

/// <summary>How many bytes of memory a worker takes at most with a pack.</summary>
/// <param name="window">What is made in one go, at the model's size and rate.</param>
/// <exception cref="PackException">The pack's configuration cannot be read.</exception>
public delegate long MemoryMeasure(PackInfo pack, VideoShape window);
