using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning.Memory;

/// <summary>The way to make something with a pack that takes as much memory as it can use of a limit; of those that do not fit the smallest.</summary>
/// <param name="limitBytes">0 asks for the smallest.</param>
/// <exception cref="PackException">The pack's configuration cannot be read.</exception>
public delegate MemoryPlan MemoryMeasure(PackInfo pack, MemoryNeed need, long limitBytes);
