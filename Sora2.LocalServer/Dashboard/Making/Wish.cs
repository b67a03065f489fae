using System.Globalization;
using System.Security.Cryptography;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Making;

/// <summary>What stands in the form. What it does not show, such as the clip that a shot goes on from, stays as in the request it began with.</summary>
public sealed class Wish
{
    /// <summary>Highest seed that is drawn: easy to type again.</summary>
    private const int DrawnSeeds = 1_000_000_000;

    private readonly GenerationRequest _origin;

    public Wish(GenerationRequest? origin = null)
    {
        _origin = origin ?? new GenerationRequest { Prompt = "", Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1) } };
        (Prompt, Negative, Seconds) = (_origin.Prompt, _origin.NegativePrompt, _origin.Seconds);
        (Size, Rate) = ($"{_origin.Sequence.Width}x{_origin.Sequence.Height}", _origin.Sequence.FrameRate.ToString());
        (Draft, Upscale, Codec, Pack, Project) = (_origin.Draft, _origin.Upscale, _origin.Codec, _origin.Pack, _origin.Project);
        Stems = [.. _origin.Stems];
        Seed = origin is null ? "" : _origin.Seed.ToString(CultureInfo.InvariantCulture);
        FirstFrame = _origin.Conditioning.FirstOrDefault(static piece => piece is { Role: ConditioningRole.Frame, LastFrame: false, AtSeconds: 0 })?.MediaId;
        LastFrame = _origin.Conditioning.FirstOrDefault(static piece => piece is { Role: ConditioningRole.Frame, LastFrame: true })?.MediaId;
        Cast = [.. _origin.Conditioning.Where(static piece => piece.Role == ConditioningRole.Cast).Select(static piece => new CastMember { Name = piece.Name, MediaId = piece.MediaId })];
    }

    public ShotTask Task => _origin.Task;

    public bool HasScenes => _origin.Scenes.Count > 0;

    public string Prompt { get; set; }

    public string Negative { get; set; }

    public double Seconds { get; set; }

    public string Size { get; set; }

    public string Rate { get; set; }

    public bool Draft { get; set; }

    public bool Upscale { get; set; }

    public PictureCodec Codec { get; set; }

    public string Pack { get; set; }

    public string Project { get; set; }

    public HashSet<StemKind> Stems { get; }

    /// <summary>Empty draws one.</summary>
    public string Seed { get; set; }

    public int Variants { get; set; } = 1;

    public string? FirstFrame { get; set; }

    public string? LastFrame { get; set; }

    public List<CastMember> Cast { get; }

    /// <exception cref="InvalidRequestException">A field that holds no number, or a cast member without a picture.</exception>
    public GenerationRequest ToRequest()
    {
        var sides = Size.Split('x');
        return _origin with
        {
            Prompt = Prompt.Trim(),
            NegativePrompt = Negative.Trim(),
            Seconds = Seconds,
            Sequence = _origin.Sequence with
            {
                FrameRate = FrameRate.TryParse(Rate, out var rate) ? rate : throw new InvalidRequestException("frame rate", Rate, "such as 25 or 24000/1001"),
                Width = int.Parse(sides[0], CultureInfo.InvariantCulture),
                Height = int.Parse(sides[1], CultureInfo.InvariantCulture),
            },
            Draft = Draft,
            Upscale = Upscale,
            Codec = Codec,
            Pack = Pack,
            PackHash = "",
            StepCount = Draft == _origin.Draft && Pack == _origin.Pack ? _origin.StepCount : 0,
            Project = Project,
            Stems = [.. Stems.Order()],
            Seed = SeedOf(),
            Variants = Variants,
            Conditioning = [.. Pieces()],
        };
    }

    private long SeedOf() => string.IsNullOrWhiteSpace(Seed)
        ? RandomNumberGenerator.GetInt32(DrawnSeeds)
        : long.TryParse(Seed, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : throw new InvalidRequestException("seed", Seed, "a whole number, or nothing for a new one");

    private IEnumerable<Conditioning> Pieces()
    {
        var isShown = (Conditioning piece) => piece.Role == ConditioningRole.Cast || piece is { Role: ConditioningRole.Frame, LastFrame: true } or { Role: ConditioningRole.Frame, AtSeconds: 0 };
        foreach (var kept in _origin.Conditioning.Where(piece => !isShown(piece)))
        {
            yield return kept;
        }

        if (FirstFrame is not null)
        {
            yield return new Conditioning(ConditioningRole.Frame, FirstFrame);
        }

        if (LastFrame is not null)
        {
            yield return new Conditioning(ConditioningRole.Frame, LastFrame, LastFrame: true);
        }

        foreach (var member in Cast)
        {
            yield return new Conditioning(
                ConditioningRole.Cast, member.MediaId ?? throw new InvalidRequestException("cast", $"{member.Name} without a picture", "a picture for every name"), Name: member.Name.Trim());
        }
    }
}
