namespace Sora2.LocalServer.Model.Families.Wan.Configuration;

/// <summary>All numbers of one Wan pack, as the folder of a diffusers pipeline holds them.</summary>
internal sealed record WanConfig
{
    public required WanTransformerConfig Transformer { get; init; }

    public required WanVaeConfig Vae { get; init; }

    public required WanTextConfig Text { get; init; }

    public required WanSchedulerConfig Scheduler { get; init; }

    /// <param name="folder">Holds transformer, vae, text_encoder and scheduler.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be, or the parts do not fit together.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static WanConfig Read(string folder)
    {
        var config = new WanConfig
        {
            Transformer = WanJson.Read<WanTransformerConfig>(Path.Combine(folder, "transformer", "config.json")),
            Vae = WanJson.Read<WanVaeConfig>(Path.Combine(folder, "vae", "config.json")),
            Text = WanJson.Read<WanTextConfig>(Path.Combine(folder, "text_encoder", "config.json")),
            Scheduler = WanJson.Read<WanSchedulerConfig>(Path.Combine(folder, "scheduler", "scheduler_config.json")),
        };
        config.Transformer.Check();
        config.Vae.Check();
        config.Text.Check();
        config.Scheduler.Check();
        WanJson.Require(
            config.Transformer.InChannels == config.Vae.ZDim, "transformer/config.json", "in_channels", config.Transformer.InChannels,
            $"the picture code has {config.Vae.ZDim}");
        WanJson.Require(
            config.Transformer.TextDim == config.Text.DModel, "transformer/config.json", "text_dim", config.Transformer.TextDim,
            $"the text encoder gives {config.Text.DModel}");
        return config;
    }
}
