using System.Globalization;
using System.Text.Json.Serialization;
using Sora2.Contracts.Storyboards;
using Sora2.LocalServer.Dashboard.Making;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Storyboards;

/// <summary>What stands in the form of a storyboard.</summary>
public sealed class BoardForm
{
    /// <summary>What all shots share beside cast, place and light. Its prompt and length are not looked at.</summary>
    [JsonIgnore]
    public Wish Settings { get; set; } = new();

    public List<BoardShot> Shots { get; set; } = [new()];

    public List<CastMember> Cast { get; set; } = [];

    public string Place { get; set; } = "";

    public string Light { get; set; } = "";

    /// <summary>One piece without a break, and not a shot each.</summary>
    public bool Continuous { get; set; }

    /// <summary>Takes a storyboard's shots, place, light and names; settings stay.</summary>
    /// <param name="pictureOf">The upload that a cast's value means, or null: the picture must be given.</param>
    public void Take(Storyboard board, Func<string, string?> pictureOf)
    {
        (Place, Light) = (board.Place, board.Light);
        Shots = [.. board.Shots.Select(static shot => new BoardShot { Prompt = shot.Prompt, Seconds = shot.Seconds ?? Storyboard.DefaultSeconds, Name = shot.Shot })];
        Cast = [.. board.Cast.Select(entry => new CastMember { Name = entry.Key, MediaId = pictureOf(entry.Value), File = entry.Value })];
    }

    /// <param name="pictureOf">What stands for a cast member's picture.</param>
    /// <exception cref="InvalidRequestException">Two cast members have one name.</exception>
    public Storyboard ToStoryboard(Func<CastMember, string> pictureOf)
    {
        var cast = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in Cast)
        {
            if (!cast.TryAdd(member.Name.Trim(), pictureOf(member)))
            {
                throw new InvalidRequestException("cast", $"{member.Name.Trim()} twice", "each name once");
            }
        }

        return new Storyboard
        {
            Cast = cast,
            Place = Place,
            Light = Light,
            Shots = [.. Shots.Select(static shot => new StoryboardShot { Prompt = shot.Prompt.Trim(), Seconds = shot.Seconds, Shot = shot.Name.Trim() })],
        };
    }

    /// <summary>One request a shot, or one for all of them.</summary>
    /// <exception cref="InvalidRequestException">A shot without words, or a cast member without a picture or that no shot names.</exception>
    public IReadOnlyList<GenerationRequest> ToRequests()
    {
        var board = ToStoryboard(static member => member.MediaId ?? throw new InvalidRequestException("cast", $"{member.Name} without a picture", "a picture for every name"));
        foreach (var (index, shot) in board.Shots.Index())
        {
            if (shot.Prompt.Length == 0)
            {
                throw new InvalidRequestException(string.Create(CultureInfo.InvariantCulture, $"shot {index + 1}"), "no words", "what is seen and heard in it");
            }
        }

        if (board.Cast.Keys.FirstOrDefault(name => !board.Shots.Any(shot => CastName.IsIn(board.PromptOf(shot), name))) is { } idle)
        {
            throw new InvalidRequestException("cast", $"\"{idle}\"", "names that a shot uses");
        }

        var settings = Settings.ToRequest();
        return Continuous ? [OnePiece(board, settings)] : [.. board.Shots.Index().Select(entry => Apart(board, settings, entry.Index))];
    }

    private static GenerationRequest Apart(Storyboard board, GenerationRequest settings, int index)
    {
        var prompt = board.PromptOf(board.Shots[index]);
        return settings with
        {
            Prompt = prompt,
            Seconds = board.Shots[index].Seconds ?? Storyboard.DefaultSeconds,
            Seed = Storyboard.SeedOf(settings.Seed, index),
            Shot = board.NameOf(index),
            Conditioning = CastIn(board, prompt),
        };
    }

    private static GenerationRequest OnePiece(Storyboard board, GenerationRequest settings)
    {
        Scene[] scenes = [.. board.Shots.Select(static shot => new Scene(shot.Prompt, shot.Seconds ?? Storyboard.DefaultSeconds))];
        return settings with
        {
            Prompt = board.Shared,
            Scenes = scenes,
            Seconds = scenes.Sum(static scene => scene.Seconds),
            Conditioning = CastIn(board, string.Join(' ', board.Shots.Select(board.PromptOf))),
        };
    }

    private static IReadOnlyList<Conditioning> CastIn(Storyboard board, string words) =>
        [.. board.Cast.Where(entry => CastName.IsIn(words, entry.Key)).Select(static entry => new Conditioning(ConditioningRole.Cast, entry.Value, Name: entry.Key))];
}
