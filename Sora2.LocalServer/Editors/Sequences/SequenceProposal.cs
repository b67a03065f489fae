using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors.Sequences;

/// <summary>The request that fits a place in a sequence; the user may change it before it is sent.</summary>
/// <param name="Files">For each piece of the request's conditioning the file to send for it, in order.</param>
/// <param name="Notes">What the shot will not have of the sequence, in plain words.</param>
public sealed record SequenceProposal(GenerationRequest Request, IReadOnlyList<string> Files, IReadOnlyList<string> Notes);
