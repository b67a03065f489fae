using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Jobs.Running;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Media;
using Sora2.LocalServer.Tests.Media.Footage;
using Sora2.LocalServer.Tests.Planning;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>A retake from the request to the library: real planner, clip, encoder and files; only the model is a test's.</summary>
public sealed class RetakeTests : IDisposable
{
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-retake-").FullName, "/nonexistent");
    private readonly WidePack _pack = new();
    private readonly ServerDatabase _database;
    private readonly UploadStore _uploads;
    private readonly InstalledFfmpeg _ffmpeg = new();

    public RetakeTests()
    {
        _paths.Create();
        _database = new ServerDatabase(_paths.Database);
        _uploads = new UploadStore(_paths.Uploads, _ => true);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_DeliversTheClipWithTheNewPartInIt()
    {
        var clip = await UploadAsync();
        var request = new GenerationRequest
        {
            Task = ShotTask.Retake,
            Prompt = "a red ball",
            Seed = 20,
            Stems = [StemKind.Effects],
            Sequence = new SequenceSettings { FrameRate = new FrameRate(25, 1), Width = TestClip.Width, Height = TestClip.Height, StartTimecode = "" },
            Conditioning = [new Conditioning(ConditioningRole.Clip, clip)],
            Range = new TimeRange(0.4, 1.2),
            Parent = "FILM_SH0010_v001",
        };

        var shot = await RunAsync(request);

        var tools = await Tools.FfmpegAsync();
        var movie = await new FootageReader(tools).ReadAsync(
            shot.Picture, new FootageWish(FootagePart.Between(0, 2, keepsLast: true), TestClip.Width, TestClip.Height, new FrameRate(25, 1)), Stop);
        var numbers = TestClip.Numbers(movie);
        Assert.Equal(Enumerable.Range(0, 10), numbers[..10]);
        Assert.All(numbers[10..30], static number => Assert.Equal(0, number));
        Assert.Equal(Enumerable.Range(30, 20), numbers[30..]);
        Assert.Equal("10:00:00:00", (await new FootageProbe(tools).InspectAsync(shot.Picture, Stop)).StartTimecode);
        var recipe = await ShotLibrary.RecipeOfAsync(shot, Stop);
        Assert.Equal(("FILM_SH0010_v001", 2d, "10:00:00:00"), (recipe.Parent, recipe.Request.Seconds, recipe.Request.Sequence.StartTimecode));
        Assert.Equal(request.Range, recipe.ToRequest().Range);
    }

    public void Dispose()
    {
        _database.Dispose();
        _ffmpeg.Dispose();
        _pack.Dispose();
        Directory.Delete(_paths.Home, recursive: true);
    }

    private async Task<string> UploadAsync()
    {
        var path = Path.Combine(_paths.Scratch, "clip.mov");
        await TestClip.MakeAsync(path, "25", 2, "-c:v prores_ks -pix_fmt yuv422p10le -timecode 10:00:00:00", stop: Stop);
        await using var file = File.OpenRead(path);
        return await _uploads.AddAsync(file, Stop);
    }

    private async Task<PublishedShot> RunAsync(GenerationRequest request)
    {
        var log = new RecordedLog();
        var time = new ManualTime();
        var library = new ShotLibrary(_paths, _database, time, new RecordedLogger<ShotLibrary>(log));
        using var folders = new DeliveryFolders(_database, library, new ShotDelivery(library), time, new RecordedLogger<DeliveryFolders>(log));
        var pipeline = new GenerationPipeline(
            _pack.Planner(new ClipInspection(_ffmpeg, _uploads).Inspect), new InProcessWorker(), new InstalledShotEncoder(_ffmpeg), library, folders, _uploads, _paths, static () => new JobOptions());
        var job = new Job { Id = JobId.New(), Request = request, CreatedAt = time.GetUtcNow() };
        return await pipeline.RunAsync(job, 0, whyLess: null, new VariantProgress(job, new JobFeeds(), time), Stop);
    }
}
