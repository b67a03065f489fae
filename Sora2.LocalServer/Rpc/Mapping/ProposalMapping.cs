using Sora2.LocalServer.Editors.Sequences;
using Sora2.LocalServer.Requests;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc.Mapping;

/// <summary>Proposals as messages.</summary>
internal static class ProposalMapping
{
    private const double DefaultSeconds = 4;
    private const string DefaultTimecode = "00:00:00:00";

    /// <summary>The request that a sequence's facts and a wish make together.</summary>
    /// <exception cref="InvalidRequestException">A fact or a wish is not to be had.</exception>
    public static V1.ProposeResponse Propose(V1.ProposeRequest request)
    {
        var proposal = SequenceRequest.Of(ToFacts(request.Sequence), new SequenceWish
        {
            Task = request.Task.ToTask(),
            Prompt = request.Prompt,
            AtFrame = request.AtFrame,
            EndFrame = request.HasEndFrame ? request.EndFrame : null,
            Seconds = request.HasSeconds ? request.Seconds : DefaultSeconds,
            Handles = request.Handles,
            Before = ToClip("before", request.Before),
            After = ToClip("after", request.After),
        });
        return new V1.ProposeResponse { Request = proposal.Request.ToMessage(), Files = { proposal.Files }, Notes = { proposal.Notes } };
    }

    private static SequenceFacts ToFacts(V1.SequenceFacts? message)
    {
        if (message is null)
        {
            throw new InvalidRequestException("sequence", "nothing", "the facts of a sequence");
        }

        var (aspectWidth, aspectHeight) = (message.PixelAspectWidth, message.PixelAspectHeight);
        return new SequenceFacts
        {
            FrameRate = message.FrameRate.ToRate("sequence.frame_rate"),
            StartTimecode = message.StartTimecode.Length > 0 ? message.StartTimecode : DefaultTimecode,
            Width = message.Width,
            Height = message.Height,
            PixelAspect = (aspectWidth, aspectHeight) == (0, 0) ? (1, 1) : (aspectWidth, aspectHeight),
            Colour = message.Colour is { } colour ? new ColourTags(colour.Primaries, colour.Transfer, colour.Matrix, colour.FullRange) : null,
            Interlaced = message.Interlaced,
        };
    }

    private static NeighbourClip? ToClip(string field, V1.NeighbourClip? message) => message is null
        ? null
        : new NeighbourClip
        {
            Path = message.Path,
            MediaId = message.MediaId,
            FrameRate = message.FrameRate.ToRate($"{field}.frame_rate"),
            SourceTimecode = message.SourceTimecode,
            InFrame = message.InFrame,
            OutFrame = message.OutFrame,
        };
}
