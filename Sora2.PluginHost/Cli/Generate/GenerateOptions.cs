using System.CommandLine;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>The options that every command which makes shots has.</summary>
internal sealed class GenerateOptions
{
    private readonly Option<string?> _rate = new("--fps") { Description = "Frame rate of the sequence: 23.976, 24, 25, 29.97, 30 or N/D; default 24, or the clip's own." };
    private readonly Option<string?> _size = new("--size") { Description = "Picture size of the sequence, WxH; default 1920x1080, or the clip's own." };
    private readonly Option<string?> _fit = new("--fit") { Description = "How the picture meets that size: fill, fit or crop; default fill." };
    private readonly Option<string?> _timecode = new("--start-timecode")
    {
        Description = "Timecode of the first frame; default 01:00:00:00, or what follows from the clip's. \";\" before the frames for drop-frame.",
    };
    private readonly Option<string?> _handles = new("--handles") { Description = "Frames to make beyond the cut on each side, 0 to 240; HEAD,TAIL for two lengths." };
    private readonly Option<long?> _seed = new("--seed") { Description = "The same seed makes the same shot; a new one is drawn when left out." };
    private readonly Option<int?> _variants = new("--variants") { Description = "Shots to make, 1 to 16, with seeds that follow each other." };
    private readonly Option<string?> _negative = new("--negative") { Description = "What the shot should not be." };
    private readonly Option<string[]> _cast = new("--cast") { Description = "NAME=IMAGE: who or what the prompt means by NAME; may be given again." };
    private readonly Option<string?> _music = new("--music") { Description = "Music of a mood: calm, happy, sad or tense." };
    private readonly Option<string?> _stems = new("--stems") { Description = "Stems to make, parted by commas: dialogue, effects, ambience, music; default all." };
    private readonly Option<bool> _silent = new("--no-audio") { Description = "No stems, no sound." };
    private readonly Option<int?> _steps = new("--steps") { Description = "Denoising steps; default is the pack's." };
    private readonly Option<double?> _guidance = new("--guidance") { Description = "How strictly the prompt is followed, 1 to 20; default is the pack's." };
    private readonly Option<string?> _memory = new("--memory") { Description = "Most memory that the model may take, such as 12GB; default is what the server allows." };
    private readonly Option<string?> _codec = new("--codec") { Description = "prores422hq, dnxhr-hqx or h264; default prores422hq." };
    private readonly Option<bool> _draft = new("--draft") { Description = "Fewer steps, marked as a draft; see sora2 promote." };
    private readonly Option<bool> _upscale = new("--upscale") { Description = "Let a network, ESRGAN, make the picture larger; installers/upscaling/fetch gets it." };
    private readonly Option<string?> _model = new("--model") { Description = "Model pack; see sora2 models." };
    private readonly Option<string?> _project = new("--project") { Description = "Project the shot is filed under; default SORA2." };
    private readonly Option<string?> _shot = new("--shot") { Description = "Name of the shot; numbered when left out." };
    private readonly Option<string?> _folder = new("--out") { Description = "Folder to copy the finished files to." };
    private readonly Option<string?> _delivery = new("--deliver-to") { Description = "Folder to deliver to: media, FCP7 XML, FCPXML, OTIO, EDL and a project of Kdenlive." };
    private readonly Option<string?> _editor = new("--into") { Description = "Put picture and stems into the bin of a running editor: kdenlive." };

    /// <summary>Adds them to a command.</summary>
    public GenerateOptions(Command command)
    {
        Option[] all =
        [
            _rate, _size, _fit, _timecode, _handles, _seed, _variants, _negative, _cast, _music, _stems, _silent, _steps, _guidance, _memory, _codec, _draft, _upscale,
            _model, _project, _shot, _folder, _delivery, _editor,
        ];
        foreach (var option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>What was typed of them.</summary>
    public GenerateArguments Read(ParseResult parsed) => new()
    {
        FrameRate = parsed.GetValue(_rate),
        Size = parsed.GetValue(_size),
        Fit = parsed.GetValue(_fit),
        StartTimecode = parsed.GetValue(_timecode),
        Handles = parsed.GetValue(_handles),
        Seed = parsed.GetValue(_seed),
        Variants = parsed.GetValue(_variants),
        Negative = parsed.GetValue(_negative),
        Cast = parsed.GetValue(_cast) ?? [],
        Music = parsed.GetValue(_music),
        Stems = parsed.GetValue(_stems),
        NoAudio = parsed.GetValue(_silent),
        Steps = parsed.GetValue(_steps),
        Guidance = parsed.GetValue(_guidance),
        Memory = parsed.GetValue(_memory),
        Codec = parsed.GetValue(_codec),
        Draft = parsed.GetValue(_draft),
        Upscale = parsed.GetValue(_upscale),
        Model = parsed.GetValue(_model),
        Project = parsed.GetValue(_project),
        Shot = parsed.GetValue(_shot),
        Out = parsed.GetValue(_folder),
        DeliverTo = parsed.GetValue(_delivery),
        Into = parsed.GetValue(_editor),
    };
}
