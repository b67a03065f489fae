using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv.Configuration;

public sealed class MiniAvConfigTests
{
    private const string Published = """
        {
          "video": {
            "spatial": 16, "temporal": 4, "channels": 96, "encoder": [96, 192, 192], "encoder_blocks": [2, 1, 2],
            "decoder": [192, 192, 256], "decoder_blocks": [3, 1, 1]
          },
          "sound": { "sample_rate": 24000, "window": 960, "hop": 240, "stride": 4, "bands": 64, "channels": 32, "width": 192, "blocks": 2 },
          "music": {
            "sample_rate": 24000, "hop": 480, "stride": 2, "bands": 84, "lowest": 24, "longest": 6144, "shortest": 960, "noise_bands": 8,
            "noise_window": 255, "channels": 32, "width": 128, "blocks": 3
          },
          "denoiser": {
            "width": 256, "heads": 4, "hidden": 640, "blocks": 12, "motion_blocks": 6, "picture_motion": 276, "sound_motion": 72,
            "text_blocks": 2, "vocabulary": 1280, "max_text": 64, "text_multiple": 8, "patch": 2, "sound_patch": 4,
            "stems": ["effects", "ambience", "music"], "window": 24, "context": 6, "cast": 2, "rotary_time": 16, "rotary_space": 8,
            "wavelength_time": [0.25, 32.0], "wavelength_space": [0.25, 8.0]
          },
          "trained": {}
        }
        """;

    [Fact]
    public void Read_TakesWhatTrainingWrites()
    {
        var config = Read(_ => { });

        Assert.Equal([96, 192, 192], config.Video.Encoder);
        Assert.Equal([3, 1, 1], config.Video.DecoderBlocks);
        Assert.Equal((384, 128, 132), (config.PictureRowWidth, config.SoundRowWidth, config.MotionRowWidth));
    }

    [Theory]
    [InlineData("temporal", "8", "4 frames")]
    [InlineData("channels", "257", "256 channels")]
    [InlineData("encoder", "[96, 192]", "encoder has 3 widths")]
    [InlineData("encoder", "[96, 192, 0]", "encoder has 3 widths")]
    [InlineData("encoder", "[96, 256, 192]", "four times a width of the picture encoder")]
    [InlineData("encoder", "[96, 192, 512]", "four times a width of the picture encoder")]
    [InlineData("encoder_blocks", "[2, 1]", "encoder has 3 block counts")]
    [InlineData("decoder", "[48, 96, 192, 256]", "decoder has 3 widths")]
    [InlineData("decoder", "[192, 320, 256]", "four times a width of the picture decoder")]
    [InlineData("decoder", "[192, 192, 512]", "four times a width of the picture decoder")]
    [InlineData("decoder_blocks", "[3, 1, 65]", "decoder has 3 block counts")]
    public void Read_RefusesAPictureCodeThatCannotBe(string number, string value, string said)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(config => config["video"]![number] = JsonNode.Parse(value)));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("encoder_blocks")]
    public void Read_RefusesACodeWithoutALearnedEncoder(string number)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(config => config["video"]!.AsObject().Remove(number)));

        Assert.Contains(number, error.Message, StringComparison.Ordinal);
    }

    private static MiniAvConfig Read(Action<JsonNode> change)
    {
        var config = JsonNode.Parse(Published)!;
        change(config);
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, config.ToJsonString());
            return MiniAvConfig.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
