using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Wishes;

/// <summary>Reads calls that begin with a video: edits, remixes and extensions. The source is a video of ours, or a clip that was sent.</summary>
internal sealed class ClipWishes(VideoModels models, VideoCatalog catalog, UploadStore uploads, ClipInspector inspect)
{
    private const int MostExtensions = 6;
    private const double LongestExtended = 120;

    /// <summary>The same clip changed by text.</summary>
    /// <exception cref="ApiException">A field is bad, or the source is not ready.</exception>
    public async Task<VideoWish> ReadEditAsync(RequestFields fields, CancellationToken cancellationToken) =>
        Edit(fields, await SourceAsync(fields, cancellationToken));

    /// <summary>An edit by its older name, of a video named in the address.</summary>
    /// <inheritdoc cref="ReadEditAsync"/>
    public async Task<VideoWish> ReadRemixAsync(string? id, RequestFields fields, CancellationToken cancellationToken)
    {
        var wish = Edit(fields, await OfVideoAsync(id, fields, cancellationToken));
        return wish with { Facts = wish.Facts with { RemixedFrom = wish.Facts.Source, Source = null } };
    }

    /// <summary>The source with a new part behind it.</summary>
    /// <inheritdoc cref="ReadEditAsync"/>
    public async Task<VideoWish> ReadExtensionAsync(RequestFields fields, CancellationToken cancellationToken)
    {
        var source = await SourceAsync(fields, cancellationToken);
        var seconds = double.Parse(VideoFields.Seconds(fields), CultureInfo.InvariantCulture);
        var total = seconds + source.Before.Sum(static part => part.Seconds) + source.Self.Seconds;
        if (total > LongestExtended + 0.5)
        {
            throw ApiException.Invalid("seconds", string.Create(CultureInfo.InvariantCulture, $"The extended video would be {total:0.###} seconds long; at most {LongestExtended} are made."));
        }

        if (source.Before.Count >= MostExtensions)
        {
            throw ApiException.Invalid("video", $"This video was extended {source.Before.Count} times; at most {MostExtensions} are made.");
        }

        var wish = Wish(fields, source, ShotTask.ExtendTail, total);
        return wish with
        {
            Request = wish.Request with { Seconds = seconds },
            Facts = wish.Facts with { Before = [.. source.Before, source.Self] },
        };
    }

    private VideoWish Edit(RequestFields fields, Source source) => Wish(fields, source, ShotTask.Edit, source.Self.Seconds);

    private VideoWish Wish(RequestFields fields, Source source, ShotTask task, double seconds)
    {
        var notes = new List<string>();
        var prompt = VideoFields.Prompt(fields);
        var model = fields.Text("model") ?? source.Model ?? VideoModels.Default;
        VideoFields.CheckColor(fields);
        var request = new GenerationRequest
        {
            Task = task,
            Prompt = VideoFields.Cut(prompt, notes),
            NegativePrompt = fields.Text("negative_prompt") ?? "",
            Sequence = source.Sequence with { StartTimecode = VideoFields.Timecode(fields, "") },
            Seed = VideoFields.Seed(fields),
            Pack = models.PackOf(model),
            Stems = VideoFields.Stems(fields),
            Draft = fields.Flag("draft") ?? false,
            Upscale = fields.Flag("upscale") ?? false,
            Codec = PictureCodec.H264,
            Conditioning = source.Media,
            Parent = source.Self.Shot ?? "",
        };
        return new VideoWish(request, new VideoFacts
        {
            Model = model,
            Prompt = prompt,
            Size = VideoFields.SizeText(source.Sequence),
            Seconds = VideoFields.SecondsText(seconds),
            Seed = request.Seed,
            Fps = source.Sequence.FrameRate.ToString(),
            Source = source.VideoId,
            Notes = notes,
        });
    }

    private async Task<Source> SourceAsync(RequestFields fields, CancellationToken cancellationToken)
    {
        if (fields.File("video") is { } file)
        {
            return OfUpload(file.Id);
        }

        return fields.Object("video") is { } reference
            ? await OfVideoAsync(RequestFields.Text(reference, "id", "video") ?? throw ApiException.Invalid("video", "'video.id' is missing."), fields, cancellationToken)
            : throw new ApiException(StatusCodes.Status400BadRequest, "Missing required parameter: 'video'.", "video", "missing_required_parameter");
    }

    private Source OfUpload(string mediaId)
    {
        try
        {
            var clip = inspect(mediaId);
            return new Source(
                null,
                null,
                new SequenceSettings { FrameRate = clip.FrameRate, Width = clip.Width, Height = clip.Height },
                [new Conditioning(ConditioningRole.Clip, mediaId)],
                [],
                new Segment(null, mediaId, clip.Seconds));
        }
        catch (InvalidRequestException error)
        {
            throw ApiException.Invalid("video", $"'video' is {error.Given}; allowed: {error.Allowed}.");
        }
    }

    // The newest part of an extended video stands for it: the model hears and sees what it goes on from.
    private async Task<Source> OfVideoAsync(string? id, RequestFields fields, CancellationToken cancellationToken)
    {
        var (row, job) = catalog.Get(id);
        var shot = catalog.ShotOf(row, job);
        return new Source(
            row.Id,
            row.Facts.Model,
            job.Request.Sequence,
            await MediaOfAsync(shot, fields, cancellationToken),
            row.Facts.Before,
            new Segment(shot.Name, null, row.Facts.Made!.Seconds));
    }

    private async Task<IReadOnlyList<Conditioning>> MediaOfAsync(PublishedShot shot, RequestFields fields, CancellationToken cancellationToken)
    {
        var media = new List<Conditioning> { new(ConditioningRole.Clip, fields.Took(await AddAsync(shot.Picture, cancellationToken))) };
        foreach (var (stem, path) in shot.Stems.OrderBy(static stem => stem.Key))
        {
            media.Add(new Conditioning(ConditioningRole.Sound, fields.Took(await AddAsync(path, cancellationToken)), Stem: stem));
        }

        return media;
    }

    private async Task<string> AddAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await uploads.AddAsync(file, cancellationToken);
    }

    /// <param name="Media">The clip and its stems.</param>
    /// <param name="Before">What stands before it when it was extended itself.</param>
    private sealed record Source(
        string? VideoId, string? Model, SequenceSettings Sequence, IReadOnlyList<Conditioning> Media, IReadOnlyList<Segment> Before, Segment Self);
}
