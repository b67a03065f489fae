using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Making;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>A call that was read: what the queue is asked, and what the API must remember of it.</summary>
/// <param name="Facts">All but <see cref="VideoFacts.Made"/>, which the plan knows.</param>
internal sealed record VideoWish(GenerationRequest Request, VideoFacts Facts);
