using System.Globalization;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>Reads a call that asks for a new video.</summary>
internal sealed class ShotWishes(VideoModels models, References references, CastWishes casts)
{
    private const string StartTimecode = "01:00:00:00";

    /// <exception cref="ApiException">A field is bad.</exception>
    public async Task<VideoWish> ReadAsync(RequestFields fields, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var prompt = VideoFields.Prompt(fields);
        var model = fields.Text("model") ?? VideoModels.Default;
        var pack = models.PackOf(model);
        var seconds = VideoFields.Seconds(fields);
        var (size, width, height) = VideoFields.Size(fields, anySize: !VideoModels.IsKnown(model));
        var fps = VideoFields.Fps(fields);
        VideoFields.CheckColor(fields);
        var (castPrompt, cast) = await casts.ReadAsync(fields, VideoFields.Cut(prompt, notes), cancellationToken);
        var request = new GenerationRequest
        {
            Prompt = castPrompt,
            NegativePrompt = fields.Text("negative_prompt") ?? "",
            Seconds = Possible(seconds, pack, notes),
            Sequence = new SequenceSettings
            {
                FrameRate = fps,
                Width = width,
                Height = height,
                StartTimecode = VideoFields.Timecode(fields, StartTimecode),
            },
            Seed = VideoFields.Seed(fields),
            Pack = pack,
            Stems = VideoFields.Stems(fields),
            Draft = fields.Flag("draft") ?? false,
            Upscale = fields.Flag("upscale") ?? false,
            Codec = PictureCodec.H264,
            Conditioning = [.. await PicturesAsync(fields, width, height, cancellationToken), .. cast],
        };
        var facts = new VideoFacts
        {
            Model = model,
            Prompt = prompt,
            Size = size,
            Seconds = seconds,
            Seed = request.Seed,
            Fps = fps.ToString(),
            Notes = notes,
        };
        return new VideoWish(request, facts);
    }

    // "input_reference" is the first frame by the API's name and rules, "first_frame" by ours: any size, cut to fill.
    private async Task<IReadOnlyList<Conditioning>> PicturesAsync(RequestFields fields, int width, int height, CancellationToken cancellationToken)
    {
        var pieces = new List<Conditioning>();
        if (await references.PictureAsync(fields, "input_reference", cancellationToken) is { } reference)
        {
            await references.CheckSizeAsync(reference, width, height, cancellationToken);
            pieces.Add(new Conditioning(ConditioningRole.Frame, reference));
        }

        if (await references.PictureAsync(fields, "first_frame", cancellationToken) is { } first)
        {
            pieces.Add(pieces.Count == 0
                ? new Conditioning(ConditioningRole.Frame, first)
                : throw ApiException.Invalid("first_frame", "'first_frame' and 'input_reference' are the same thing: send one of them."));
        }

        if (await references.PictureAsync(fields, "last_frame", cancellationToken) is { } last)
        {
            pieces.Add(new Conditioning(ConditioningRole.Frame, last, LastFrame: true));
        }

        return pieces;
    }

    // A length that the API has and the pack has not becomes the pack's longest, and is told.
    private double Possible(string asked, string pack, List<string> notes)
    {
        var seconds = double.Parse(asked, CultureInfo.InvariantCulture);
        if (models.LongestOf(pack) is not { } longest || seconds <= longest)
        {
            return seconds;
        }

        notes.Add(string.Create(CultureInfo.InvariantCulture, $"The pack makes at most {longest} seconds: the video is that long."));
        return longest;
    }
}
