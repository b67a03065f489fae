using System.CommandLine;
using Sora2.PluginHost.Cli.Generate;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 generate</c>: its arguments; <see cref="ShotMaker"/> does the work.</summary>
internal static class GenerateCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string?>("PROMPT") { Description = "What the shot shows. Words in quotation marks are spoken.", Arity = ArgumentArity.ZeroOrOne };
        var seconds = new Option<double?>("--seconds") { Description = "Length, 0.5 to 60; default 4." };
        var rate = new Option<string?>("--fps") { Description = "Frame rate of the sequence: 23.976, 24, 25, 29.97, 30 or N/D; default 24." };
        var size = new Option<string?>("--size") { Description = "Picture size of the sequence, WxH; default 1920x1080." };
        var fit = new Option<string?>("--fit") { Description = "How the picture meets that size: fill, fit or crop; default fill." };
        var timecode = new Option<string?>("--start-timecode") { Description = "Timecode of the first frame; default 01:00:00:00, \";\" before the frames for drop-frame." };
        var seed = new Option<long?>("--seed") { Description = "The same seed makes the same shot; a new one is drawn when left out." };
        var variants = new Option<int?>("--variants") { Description = "Shots to make, 1 to 16, with seeds that follow each other." };
        var negative = new Option<string?>("--negative") { Description = "What the shot should not be." };
        var first = new Option<string?>("--first-frame") { Description = "Picture that the first frame shows." };
        var last = new Option<string?>("--last-frame") { Description = "Picture that the last frame shows." };
        var steps = new Option<int?>("--steps") { Description = "Denoising steps; default is the pack's." };
        var guidance = new Option<double?>("--guidance") { Description = "How strictly the prompt is followed, 1 to 20; default is the pack's." };
        var codec = new Option<string?>("--codec") { Description = "prores422hq, dnxhr-hqx or h264; default prores422hq." };
        var silent = new Option<bool>("--no-audio") { Description = "No stems, no sound." };
        var draft = new Option<bool>("--draft") { Description = "Fewer steps, marked as a draft." };
        var model = new Option<string?>("--model") { Description = "Model pack; see sora2 models." };
        var project = new Option<string?>("--project") { Description = "Project the shot is filed under; default SORA2." };
        var shot = new Option<string?>("--shot") { Description = "Name of the shot; numbered when left out." };
        var from = new Option<string?>("--from") { Description = "A shot.json: make that shot again; other options change it." };
        var folder = new Option<string?>("--out") { Description = "Folder to copy the finished files to." };
        var command = new Command("generate", "Make a shot and wait for it.")
        {
            prompt, seconds, rate, size, fit, timecode, seed, variants, negative, first, last, steps, guidance, codec, silent,
            draft, model, project, shot, from, folder,
        };
        command.Runs((parsed, terminal, cancellationToken) => new ShotMaker(terminal).RunAsync(
            new GenerateArguments
            {
                Prompt = parsed.GetValue(prompt),
                Seconds = parsed.GetValue(seconds),
                FrameRate = parsed.GetValue(rate),
                Size = parsed.GetValue(size),
                Fit = parsed.GetValue(fit),
                StartTimecode = parsed.GetValue(timecode),
                Seed = parsed.GetValue(seed),
                Variants = parsed.GetValue(variants),
                Negative = parsed.GetValue(negative),
                FirstFrame = parsed.GetValue(first),
                LastFrame = parsed.GetValue(last),
                Steps = parsed.GetValue(steps),
                Guidance = parsed.GetValue(guidance),
                Codec = parsed.GetValue(codec),
                NoAudio = parsed.GetValue(silent),
                Draft = parsed.GetValue(draft),
                Model = parsed.GetValue(model),
                Project = parsed.GetValue(project),
                Shot = parsed.GetValue(shot),
                From = parsed.GetValue(from),
                Out = parsed.GetValue(folder),
            },
            cancellationToken));
        return command;
    }
}
