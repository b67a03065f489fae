using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Library;

/// <summary>shot.json: all that it takes to make the shot again, and what was made.</summary>
public sealed record ShotRecipe
{
    public const string FileName = "shot.json";
    public const string CurrentFormat = "sora2.shot/1";

    private const int LimitBytes = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
        RespectRequiredConstructorParameters = true,
    };

    public string Format { get; init; } = CurrentFormat;

    /// <summary>PROJECT_SHOT_vNNN.</summary>
    public required string Name { get; init; }

    public required string Project { get; init; }

    public required string Shot { get; init; }

    public required int Version { get; init; }

    public required string Job { get; init; }

    public required int Variant { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The request that makes this one shot again: its own seed, one variant, every default written out.</summary>
    public required GenerationRequest Request { get; init; }

    /// <summary>The shot that this one was promoted, extended, edited or retaken from; null when it comes from none.</summary>
    public string? Parent => Request.Parent.Length > 0 ? Request.Parent : null;

    public required RecipePack Pack { get; init; }

    /// <summary>What made it: "server", "runtime" and so on.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>What could not be done as asked.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Bare names of the files; filled when the shot is published.</summary>
    public ShotFiles? Files { get; init; }

    /// <summary>Sizes and hashes of all files but this one; filled when the shot is published.</summary>
    public IReadOnlyList<RecipeFile> Content { get; init; } = [];

    /// <exception cref="InvalidRequestException">No recipe, or one of a later format.</exception>
    public static async Task<ShotRecipe> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LimitBytes + 1];
        var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Parse(buffer.AsSpan(0, count));
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static ShotRecipe Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > LimitBytes)
        {
            throw new InvalidRequestException("recipe", "a longer file", $"at most {LimitBytes} bytes");
        }

        ShotRecipe? recipe;
        try
        {
            recipe = JsonSerializer.Deserialize<ShotRecipe>(json, s_json);
        }
        catch (JsonException error)
        {
            throw new InvalidRequestException("recipe", $"no recipe (line {error.LineNumber + 1}, {error.Path})", "the shot.json of a published shot");
        }

        return recipe is { Format: CurrentFormat, Request: not null }
            ? recipe
            : throw new InvalidRequestException("recipe", $"format {recipe?.Format ?? "null"}", CurrentFormat);
    }

    /// <summary>The request that makes the same shot again; with the pack's hash, so that another pack is refused.</summary>
    public GenerationRequest ToRequest() => Request with { PackHash = Pack.Hash };

    /// <summary>The request that makes a draft again with all of its pack's steps, as the next version of the same shot.</summary>
    /// <exception cref="InvalidRequestException">It is no draft.</exception>
    public GenerationRequest ToFinal() => Request.Draft
        ? ToRequest() with { Draft = false, StepCount = 0, Project = Project, Shot = Shot, Parent = Name }
        : throw new InvalidRequestException("name", $"{Name}, which is final", "a shot that was made as a draft");

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);
}
