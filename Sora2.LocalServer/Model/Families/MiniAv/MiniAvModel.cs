using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Families.MiniAv.Motion;
using Sora2.LocalServer.Model.Families.MiniAv.Picture;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Planning;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>All parts of one MiniAv pack, ready to run: text, motion, denoiser, picture and sound decoders.</summary>
internal sealed class MiniAvModel : IShotModel
{
    /// <summary>As packs name it.</summary>
    public const string Family = "MiniAv";

    // Latent frames that are encoded at once, so that memory does not grow with a clip's length; they know nothing of each other.
    private const int LatentsPerPart = 16;

    private readonly ModelRuntime _runtime;
    private readonly UnigramTokenizer _tokenizer;
    private readonly List<GraphSession> _sessions = [];
    private readonly string _videoWeights;
    private readonly string _soundWeights;
    private GraphSession? _pictureEncoder;
    private GraphSession? _mixEncoder;

    private MiniAvModel(PackInfo pack, ModelRuntime runtime, CancellationToken cancellationToken)
    {
        _runtime = runtime;
        Config = MiniAvConfig.Read(pack.PathOf("config.json"));
        try
        {
            _tokenizer = UnigramTokenizer.Read(pack.PathOf("tokenizer.json"));
            if (_tokenizer.Count > Config.Denoiser.Vocabulary)
            {
                throw new InvalidDataException(
                    $"The tokenizer has {_tokenizer.Count} pieces, the denoiser knows {Config.Denoiser.Vocabulary}.");
            }

            using var denoiser = WeightStore.Open(pack.PathOf("denoiser.safetensors"));
            Scale = new LatentScale(denoiser, Config);
            Text = Keep(runtime.Open(TextGraph.Build(Config.Denoiser), denoiser.Get, cancellationToken));
            Denoiser = Keep(runtime.Open(DenoiserGraph.Build(Config), denoiser.Get, cancellationToken));

            using var motion = WeightStore.Open(pack.PathOf("motion.safetensors"));
            MotionText = Keep(runtime.Open(TextGraph.Build(Config.Denoiser), motion.Get, cancellationToken));
            MotionWaves = new MotionWaves(motion, Config.Video.Temporal);
            Motion = Keep(runtime.Open(MotionGraph.Build(Config), motion.Get, cancellationToken));

            _videoWeights = pack.PathOf("video_autoencoder.safetensors");
            using var video = WeightStore.Open(_videoWeights);
            PictureDecoder = Keep(runtime.Open(VideoDecoderGraph.Build(Config.Video), video.Get, cancellationToken));

            _soundWeights = pack.PathOf("sound_autoencoder.safetensors");
            using var sound = WeightStore.Open(_soundWeights);
            using var computed = new FourierBases(Config.Sound);
            SoundDecoder = Keep(runtime.Open(
                SoundDecoderGraph.Build(Config.Sound), use => computed.Find(use) ?? sound.Get(use), cancellationToken));

            if (Config.Denoiser.HasMusic)
            {
                using var music = WeightStore.Open(pack.PathOf("music_autoencoder.safetensors"));
                using var oscillators = new MusicBases(Config.Music);
                MusicDecoder = Keep(runtime.Open(
                    MusicDecoderGraph.Build(Config.Music), use => oscillators.Find(use) ?? music.Get(use), cancellationToken));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public MiniAvConfig Config { get; }

    public LatentScale Scale { get; }

    public GraphSession Text { get; }

    /// <summary>The motion denoiser's own.</summary>
    public GraphSession MotionText { get; }

    public MotionWaves MotionWaves { get; }

    public GraphSession Motion { get; }

    public GraphSession Denoiser { get; }

    public GraphSession PictureDecoder { get; }

    public GraphSession SoundDecoder { get; }

    /// <summary>Null where the denoiser makes no music.</summary>
    public GraphSession? MusicDecoder { get; }

    /// <exception cref="PackException">A file of the pack is missing, damaged or not what the configuration says.</exception>
    /// <exception cref="ModelFaultException">The model does not fit this machine.</exception>
    public static MiniAvModel Load(PackInfo pack, ModelRuntime runtime, CancellationToken cancellationToken)
    {
        try
        {
            return new MiniAvModel(pack, runtime, cancellationToken);
        }
        catch (Exception error) when (error is WeightFormatException or InvalidDataException)
        {
            throw new PackException(pack.Name, error.Message, "Install the pack again.");
        }
    }

    /// <inheritdoc/>
    public void Make(GenerationPlan plan, ReelWriter reel, PlannedMedia media, FrameMixer? mix, ProgressLog log, CancellationToken cancellationToken) =>
        new MiniAvShot(this, plan, log).Make(reel, media, mix, cancellationToken);

    /// <summary>Fills the plan's stems alone. The picture that goes with them is drawn too, and forgotten.</summary>
    public void MakeSound(GenerationPlan plan, ReelWriter reel, PlannedMedia media, ProgressLog log, CancellationToken cancellationToken) =>
        new MiniAvShot(this, plan, log).MakeSound(reel, media, cancellationToken);

    /// <summary>Pieces of each prompt, all padded to one length that the model was trained with: [prompts, rows].</summary>
    public Tensor TextIds(params ReadOnlySpan<string> prompts)
    {
        var (limit, multiple) = (Config.Denoiser.MaxText, Config.Denoiser.TextMultiple);
        var pieces = new List<IReadOnlyList<long>>();
        foreach (var prompt in prompts)
        {
            pieces.Add(_tokenizer.Encode(prompt));
        }

        var longest = Math.Min(limit, pieces.Max(list => list.Count));
        var rows = Math.Max(1, (longest + multiple - 1) / multiple) * multiple;
        var ids = Tensor.Zeros(ElementType.Int64, prompts.Length, rows);
        for (var i = 0; i < pieces.Count; i++)
        {
            pieces[i].Take(limit).ToArray().CopyTo(ids.Integers[(i * rows)..]);
        }

        return ids;
    }

    /// <summary>Text rows [prompts, rows, width].</summary>
    /// <param name="encoder">The denoiser's, <see cref="Text"/>, or the motion denoiser's, <see cref="MotionText"/>.</param>
    public Tensor EncodeText(GraphSession encoder, Tensor ids, CancellationToken cancellationToken)
    {
        var rows = (int)ids.Shape[1];
        using var places = Tensor.Of(Embeddings.Places(rows, Config.Denoiser.Width), rows, Config.Denoiser.Width);
        return encoder.RunOne([ids, places], cancellationToken);
    }

    /// <summary>The rows of a still: the picture held for one latent frame.</summary>
    /// <param name="planar">[3, height, width], RGB in -1..1.</param>
    public float[] EncodeStill(ReadOnlySpan<float> planar, int height, int width, CancellationToken cancellationToken)
    {
        var held = new float[Config.Video.Temporal * planar.Length];
        for (var frame = 0; frame < Config.Video.Temporal; frame++)
        {
            planar.CopyTo(held.AsSpan(frame * planar.Length));
        }

        return EncodeFrames(held, height, width, cancellationToken);
    }

    /// <summary>The rows of frames, whole latent frames of them.</summary>
    /// <param name="planar">[frames, 3, height, width], RGB in -1..1.</param>
    public float[] EncodeFrames(ReadOnlySpan<float> planar, int height, int width, CancellationToken cancellationToken)
    {
        var encoder = _pictureEncoder ??= OpenPictureEncoder(cancellationToken);
        var (latentHeight, latentWidth) = (height / Config.Video.Spatial, width / Config.Video.Spatial);
        var partLength = LatentsPerPart * Config.Video.Temporal * VideoLayers.Colours * height * width;
        var rows = new List<float>();
        for (var start = 0; start < planar.Length; start += partLength)
        {
            var part = planar.Slice(start, Math.Min(partLength, planar.Length - start));
            using var frames = Tensor.Of(part, part.Length / (VideoLayers.Colours * height * width), VideoLayers.Colours, height, width);
            using var latent = encoder.RunOne([frames], cancellationToken);
            Scale.ReducePicture(latent.Floats, latentHeight * latentWidth);
            rows.AddRange(Patches.FromPicture(latent.Floats, Config.Video.Channels, latentHeight, latentWidth, Config.Denoiser.Patch));
        }

        return [.. rows];
    }

    /// <summary>The rows of a mix; samples beyond the last whole row are left out.</summary>
    /// <param name="samples">Mono, at the sound code's rate.</param>
    public float[] EncodeMix(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var perRow = Config.Sound.LatentHop * Config.Denoiser.SoundPatch;
        var rows = samples.Length / perRow;
        if (rows == 0)
        {
            return [];
        }

        var encoder = _mixEncoder ??= OpenMixEncoder(cancellationToken);
        using var input = Tensor.Of(samples[..(rows * perRow)], 1, 1, rows * perRow);
        using var latent = encoder.RunOne([input], cancellationToken);
        Scale.ReduceMix(latent.Floats, rows * Config.Denoiser.SoundPatch);
        return Patches.FromSound(latent.Floats, Config.Sound.Channels, Config.Denoiser.SoundPatch);
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
        {
            session.Dispose();
        }
    }

    // Most shots need none; those that do encode several pictures and clips.
    private GraphSession OpenPictureEncoder(CancellationToken cancellationToken)
    {
        using var weights = WeightStore.Open(_videoWeights);
        return Keep(_runtime.Open(VideoEncoderGraph.Build(Config.Video), weights.Get, cancellationToken));
    }

    // A piece of many windows asks for it again and again, most shots never.
    private GraphSession OpenMixEncoder(CancellationToken cancellationToken)
    {
        using var weights = WeightStore.Open(_soundWeights);
        using var computed = new FourierBases(Config.Sound);
        return Keep(_runtime.Open(SoundEncoderGraph.Build(Config.Sound), use => computed.Find(use) ?? weights.Get(use), cancellationToken));
    }

    private GraphSession Keep(GraphSession session)
    {
        _sessions.Add(session);
        return session;
    }
}
