using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Families.MiniAv.Motion;
using Sora2.LocalServer.Model.Families.MiniAv.Picture;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv;

/// <summary>Every graph gives what PyTorch gave, to 1e-4 of the largest value.</summary>
public sealed class MiniAvParityTests(ParityPack pack) : IClassFixture<ParityPack>
{
    private const float Tolerance = 1e-4f;
    private static readonly FrameRate s_rate = new(24000, 1001);

    private MiniAvModel Model => pack.Model;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TextIds_MatchTraining()
    {
        var model = Model;
        foreach (var (prompt, pieces) in pack.Prompts())
        {
            using var ids = model.TextIds(prompt);
            var multiple = model.Config.Denoiser.TextMultiple;

            Assert.Equal(pieces, ids.Integers[..pieces.Length].ToArray());
            Assert.Equal(Math.Max(1, (pieces.Length + multiple - 1) / multiple) * multiple, ids.Shape[1]);
            Assert.All(ids.Integers[pieces.Length..].ToArray(), piece => Assert.Equal(0, piece));
        }
    }

    [Fact]
    public void Text_MatchesTraining()
    {
        using var rows = Model.EncodeText(Model.Text, pack.Tensor("text.ids"), Cancellation);

        Same("text.rows", rows.Floats);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bare_")]
    public void Denoiser_MatchesTraining(string variant)
    {
        var config = Model.Config;
        var bare = variant.Length > 0;
        var textRows = (int)pack.Tensor("text.rows").Shape[1];
        var (givenRows, soundGiven) = bare ? (0, 0) : ((int)pack.Tensor("denoiser.given_picture").Shape[1], (int)pack.Tensor("denoiser.given_sound").Shape[1]);
        var pictureRows = (int)pack.Tensor("denoiser.picture").Shape[1];
        var soundRows = (int)pack.Tensor("denoiser.sound").Shape[1] / config.Denoiser.Stems.Count;
        var (cosine, sine) = Embeddings.Rotary(pack.Values($"denoiser.{variant}positions"), config.Denoiser);
        long[] kinds =
        [
            .. Enumerable.Repeat((long)RowKind.Text, textRows),
            // The first four are a reference in the second slot.
            .. Enumerable.Range(0, givenRows).Select(row => row < 4 ? config.Denoiser.ReferenceKind(1) : (long)RowKind.CleanPicture),
            .. Enumerable.Repeat(config.Denoiser.CleanSoundKind, soundGiven),
            .. Enumerable.Repeat((long)RowKind.Picture, pictureRows),
            .. Enumerable.Range(0, config.Denoiser.Stems.Count * soundRows).Select(row => (long)RowKind.FirstStem + (row / soundRows)),
        ];
        using var kindsTensor = Tensor.Of(kinds, kinds.Length);
        using var cosineTensor = Tensor.Of(cosine, kinds.Length, config.Denoiser.Head / 2);
        using var sineTensor = Tensor.Of(sine, kinds.Length, config.Denoiser.Head / 2);
        var sigmas = pack.Values("denoiser.sigma");
        for (var item = 0; item < sigmas.Length / 2; item++)
        {
            // In training every item of a batch has its own noise level; here all of a batch share one.
            using var text = Item("text.rows", item);
            using var given = bare ? Tensor.Zeros(ElementType.Float32, 1, 0, config.PictureRowWidth) : Item("denoiser.given_picture", item);
            using var givenSound = bare ? Tensor.Zeros(ElementType.Float32, 1, 0, config.SoundRowWidth) : Item("denoiser.given_sound", item);
            using var source = Tensor.Zeros(ElementType.Float32, 1, pictureRows, config.PictureRowWidth + 1);
            if (!bare)
            {
                using var rows = Item("denoiser.source", item);
                Told(rows.Floats, config.PictureRowWidth).CopyTo(source.Floats);
            }

            using var picture = Item("denoiser.picture", item);
            using var sound = Item("denoiser.sound", item);
            var level = Embeddings.Levels(config.Denoiser.Width, 0, sigmas[2 * item], sigmas[(2 * item) + 1]);
            using var pictureMotion = Item("denoiser.picture_motion", item);
            using var soundMotion = Item("denoiser.sound_motion", item);
            using var levels = Tensor.Of(level, Embeddings.NoiseLevels, config.Denoiser.Width);

            var velocities = Model.Denoiser.Run(
                [text, given, givenSound, picture, sound, source, pictureMotion, soundMotion, kindsTensor, cosineTensor, sineTensor, levels],
                Cancellation);

            using var expectedPicture = Item($"denoiser.{variant}picture_velocity", item);
            using var expectedSound = Item($"denoiser.{variant}sound_velocity", item);
            Same(expectedPicture.Floats, velocities[0].Floats);
            Same(expectedSound.Floats, velocities[1].Floats);
            velocities[0].Dispose();
            velocities[1].Dispose();
        }
    }

    [Fact]
    public void MotionFeatures_MatchTraining()
    {
        var config = Model.Config;
        var sheet = new MotionSheet(pack.Values("motion.sheet"));
        var shot = Shot(sheet.Frames, 96, 160, (int)pack.Tensor("motion.sound_features").Shape[0]);

        Same("motion.picture_features", MotionFeatures.OfPicture(sheet, shot));
        Same("motion.sound_features", MotionFeatures.OfEffects(sheet, shot, config.SecondsPerSoundRow));
        Assert.NotEmpty(sheet.Strikes(0));
    }

    [Fact]
    public void PictureDecoder_MatchesTraining()
    {
        var model = Model;
        using var latent = pack.FramesFirst("video.latent");
        using var decoded = model.PictureDecoder.RunOne([latent], Cancellation);
        using var expected = pack.FramesFirst("video.decoded");

        Same(expected.Floats, decoded.Floats);
    }

    [Fact]
    public void PictureEncoder_MatchesTraining()
    {
        Same("still.rows", Model.EncodeStill(pack.Tensor("still.frame").Floats, 64, 96, Cancellation));
        using var clip = pack.FramesFirst("clip.frames");
        Same("clip.rows", Model.EncodeFrames(clip.Floats, 64, 96, Cancellation));
    }

    [Fact]
    public void PictureEncoder_GivesAGroupTheSameCodeWhateverIsAroundIt()
    {
        var model = Model;
        const int Frames = 4 * 35;
        var clip = new float[Frames * 3 * 32 * 32];
        NoiseSource.Fill(3, 0, clip);

        var whole = model.EncodeFrames(clip, 32, 32, Cancellation);

        Assert.Equal(35 * model.Config.PictureRowWidth, whole.Length);
        var group = 4 * 3 * 32 * 32;
        foreach (var at in (int[])[0, 15, 16, 34])
        {
            Same(
                whole.AsSpan(at * model.Config.PictureRowWidth, model.Config.PictureRowWidth),
                model.EncodeFrames(clip.AsSpan(at * group, group), 32, 32, Cancellation));
        }
    }

    [Fact]
    public void SoundEncoder_MatchesTraining() =>
        Same("mix.rows", Model.EncodeMix(pack.Tensor("mix.samples").Floats, Cancellation));

    [Fact]
    public void SoundDecoder_MatchesTraining()
    {
        var model = Model;
        var white = pack.Tensor("sound.noise");
        using var noise = Tensor.Of(white.Floats, white.Shape[0], 1, white.Shape[1]);
        using var samples = model.SoundDecoder.RunOne([pack.Tensor("sound.latent"), noise], Cancellation);

        Same("sound.decoded", samples.Floats);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("still")]
    [InlineData("clips")]
    [InlineData("edit")]
    public void Sampler_MatchesTrainingWithWhatIsGiven(string variant)
    {
        var model = Model;
        var config = model.Config;
        var shot = Shot(8, 64, 96, (int)pack.Tensor("sampling.noise_sound").Shape[3] / config.Denoiser.SoundPatch);
        using var ids = BothTexts();
        using var text = model.EncodeText(model.Text, ids, Cancellation);
        using var motionText = model.EncodeText(model.MotionText, ids, Cancellation);
        using var noise = pack.FramesFirst("sampling.noise_picture");
        var sigmas = pack.Values("sampling.sigmas");
        var task = new SamplingTask
        {
            Shot = shot,
            Text = text,
            MotionText = motionText,
            Given = GivenTo(variant, shot),
            Sigmas = sigmas[..(sigmas.Length / 2)],
            SoundSigmas = sigmas[(sigmas.Length / 2)..],
            Guidance = pack.Values("sampling.guidance")[0],
            Motion = pack.Values("sampling.noise_motion"),
            Picture = Patches.FromPicture(noise.Floats, config.Video.Channels, 4, 6, config.Denoiser.Patch),
            Sound = SoundRows("sampling.noise_sound"),
        };

        new FlowSampler(model).Run(task, (_, _) => { }, Cancellation);

        Same($"{variant}.motion", task.Motion);
        using var expected = pack.FramesFirst($"{variant}.picture");
        Same(expected.Floats, Patches.ToPicture(task.Picture, config.Video.Channels, 4, 6, config.Denoiser.Patch));
        Same(SoundRows($"{variant}.sound"), task.Sound);
    }

    [Fact]
    public void Decoding_MatchesTraining()
    {
        var model = Model;
        var config = model.Config;
        var shot = Shot(8, 64, 96, (int)pack.Tensor("sampling.noise_sound").Shape[3] / config.Denoiser.SoundPatch);
        using var latent = pack.FramesFirst("text.picture");
        using var frames = pack.FramesFirst("text.video");
        var frameLength = 3 * 64 * 96;
        new PictureDecoding(model).Run(
            Patches.FromPicture(latent.Floats, config.Video.Channels, 4, 6, config.Denoiser.Patch), shot, 0, 8,
            (frame, rgb) => Same(frames.Floats.Slice(frame * frameLength, frameLength), rgb),
            (_, _) => { }, Cancellation);
        var white = pack.Values("sampling.white");
        var stems = new SoundDecoding(model).Run(
            SoundRows("text.sound"), shot, (stem, grain) => white.AsSpan(stem * grain.Length, grain.Length).CopyTo(grain), Cancellation);
        Same("text.stems", stems.SelectMany(samples => samples).ToArray());
    }

    [Fact]
    public void PictureDecoding_InPartsGivesWhatTheWholeGives()
    {
        var model = Model;
        var config = model.Config;
        var shot = ShotGeometry.For(new VideoShape(4 * 53, 32, 32), s_rate, config);
        var rows = new float[shot.PictureRows * config.PictureRowWidth];
        NoiseSource.Fill(3, 0, rows);
        var latent = Patches.ToPicture(rows, config.Video.Channels, 2, 2, config.Denoiser.Patch);
        model.Scale.ExpandPicture(latent, 4);
        using var input = Tensor.Of(latent, 53, config.Video.Channels, 2, 2);
        using var whole = model.PictureDecoder.RunOne([input], Cancellation);
        var frameLength = 3 * 32 * 32;
        var count = 0;

        new PictureDecoding(model).Run(
            rows, shot, 0, 4 * 53,
            (frame, rgb) =>
            {
                Assert.Equal(count++, frame);
                Same(whole.Floats.Slice(frame * frameLength, frameLength), rgb);
            },
            (_, _) => { }, Cancellation);

        Assert.Equal(4 * 53, count);

        var some = new List<int>();
        new PictureDecoding(model).Run(
            rows, shot, 93, 115,
            (frame, rgb) =>
            {
                some.Add(frame);
                Same(whole.Floats.Slice(frame * frameLength, frameLength), rgb);
            },
            (_, _) => { }, Cancellation);

        Assert.Equal(Enumerable.Range(93, 22), some);
    }

    [Fact]
    public void SoundDecoding_InPartsGivesWhatTheWholeGives()
    {
        var model = Model;
        var (config, stems) = (model.Config, model.Config.Denoiser.Stems.Count);
        var shot = ShotGeometry.For(new VideoShape(24 * 18, 32, 32), s_rate, config);
        var rows = new float[stems * shot.SoundRows * config.SoundRowWidth];
        NoiseSource.Fill(4, 0, rows);
        var places = shot.SoundRows * config.Denoiser.SoundPatch;
        var length = config.Sound.Channels * places;

        var made = new SoundDecoding(model).Run(rows, shot, (stem, grain) => NoiseSource.Fill(5, stem, grain), Cancellation);

        var latents = new float[rows.Length];
        for (var stem = 0; stem < stems; stem++)
        {
            Patches.ToSound(rows.AsSpan(stem * length, length), config.Sound.Channels, config.Denoiser.SoundPatch).CopyTo(latents.AsSpan(stem * length));
        }

        model.Scale.ExpandSound(latents, places);
        for (var stem = 0; stem < stems; stem++)
        {
            var grain = new float[places * config.Sound.LatentHop];
            NoiseSource.Fill(5, stem, grain);
            using var latent = Tensor.Of(latents.AsSpan(stem * length, length), 1, config.Sound.Channels, places);
            using var noise = Tensor.Of(grain, 1, 1, grain.Length);
            using var phases = MusicBases.Phases(config.Music, places * config.Music.Stride);
            using var whole = stem == stems - 1 ? model.MusicDecoder!.RunOne([latent, noise, phases], Cancellation) : model.SoundDecoder.RunOne([latent, noise], Cancellation);
            Same(whole.Floats, made[stem]);
        }
    }

    // Training's samples have more sound rows than their frames need.
    private ShotGeometry Shot(int frames, int height, int width, int soundRows) =>
        ShotGeometry.For(new VideoShape(frames, height, width), s_rate, Model.Config) with { SoundRows = soundRows };

    private static float[] Told(ReadOnlySpan<float> rows, int width)
    {
        var told = new List<float>();
        for (var row = 0; row < rows.Length; row += width)
        {
            told.AddRange([.. rows.Slice(row, width), 1]);
        }

        return [.. told];
    }

    private GivenRows GivenTo(string variant, ShotGeometry shot)
    {
        var config = Model.Config;
        var given = new GivenRows(shot, config);
        var frame = shot.RowsPerFrame * config.PictureRowWidth;
        var (still, clip, mix) = (pack.Values("still.rows"), pack.Values("clip.rows"), pack.Values("mix.rows"));
        switch (variant)
        {
            case "still":
                given.AddStill(still, 0);
                given.AddStill(still, 2 * shot.SecondsPerLatentFrame);
                break;
            case "clips":
                given.AddClip(clip, -2 * shot.SecondsPerLatentFrame);
                given.AddClip(clip[..frame], 2 * shot.SecondsPerLatentFrame);
                var samples = pack.Values("mix.samples");
                var before = Model.EncodeMix(samples.AsSpan(samples.Length - (mix.Length / config.SoundRowWidth * 3840)), Cancellation);
                given.AddSound(before, -before.Length / config.SoundRowWidth * config.SecondsPerSoundRow);
                given.AddSound(mix, 2 * shot.SecondsPerLatentFrame);
                break;
            case "edit":
                given.AddReference(Model.EncodeStill(pack.Tensor("reference.frame").Floats, 64, 64, Cancellation), 0);
                given.Source = clip;
                break;
        }

        return given;
    }

    private static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 1f;
        foreach (var value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        GraphRun.Near(expected.ToArray(), actual.ToArray(), Tolerance * largest);
    }

    private void Same(string name, ReadOnlySpan<float> actual) => Same(pack.Tensor(name).Floats, actual);

    private Tensor Item(string name, int item)
    {
        var all = pack.Tensor(name);
        var length = (int)(all.ElementCount / all.Shape[0]);
        return Tensor.Of(all.Floats.Slice(item * length, length), [1, .. all.Shape.Skip(1)]);
    }

    // [1, stems, channels, latents] to rows, stem after stem.
    private float[] SoundRows(string name)
    {
        var all = pack.Tensor(name);
        var (stems, channels, latents) = ((int)all.Shape[1], (int)all.Shape[2], (int)all.Shape[3]);
        var patch = pack.Model.Config.Denoiser.SoundPatch;
        var rows = new float[all.ElementCount];
        for (var stem = 0; stem < stems; stem++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var i = 0; i < latents; i++)
                {
                    var row = (stem * latents / patch) + (i / patch);
                    rows[(((row * channels) + channel) * patch) + (i % patch)] = all.Floats[(((stem * channels) + channel) * latents) + i];
                }
            }
        }

        return rows;
    }

    private Tensor BothTexts()
    {
        var (with, without) = (pack.Tensor("sampling.ids"), pack.Tensor("sampling.negative_ids"));
        var rows = (int)Math.Max(with.Shape[1], without.Shape[1]);
        var both = Tensor.Zeros(ElementType.Int64, 2, rows);
        with.Integers.CopyTo(both.Integers);
        without.Integers.CopyTo(both.Integers[rows..]);
        return both;
    }
}
