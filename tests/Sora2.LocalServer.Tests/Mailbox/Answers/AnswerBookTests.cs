using System.Runtime.Versioning;
using Sora2.LocalServer.Mailbox;
using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Tests.Jobs;
using Sora2.LocalServer.Tests.Media;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox.Answers;

/// <summary>How long answers are kept, and how many.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AnswerBookTests : IDisposable
{
    private readonly TestFolder _home = new();
    private readonly ManualTime _time = new();
    private readonly MailboxFolder _folder;
    private readonly AnswerBook _book;

    public AnswerBookTests()
    {
        _folder = new MailboxFolder(new ServerPaths(_home.Path, _home.Path));
        _folder.Prepare(_time.GetUtcNow());
        _book = new AnswerBook(_folder, _time);
    }

    [Theory]
    [InlineData("succeeded", 31, false)]
    [InlineData("succeeded", 29, true)]
    [InlineData("running", 400, true)]
    [InlineData("refused", 3, false)]
    public void Tidy_RemovesWhatNobodyTookForLong(string status, int days, bool stays)
    {
        _book.Add(Make("test-answer", status));
        _time.Advance(TimeSpan.FromDays(days));

        _book.Tidy();

        Assert.Equal(stays, _book.Find("test-answer") is not null);
        Assert.Equal(stays, File.Exists(Path.Combine(_folder.Out, "test-answer.json")));
    }

    [Fact]
    public void Forget_KeepsTheNameForTwoDays()
    {
        _book.Add(Make("test-answer", "succeeded") with { Lua = true });

        _book.Forget("test-answer");
        _book.Tidy();
        Assert.Equal(Answer.Forgotten, _book.Find("test-answer")!.Status);
        Assert.False(File.Exists(Path.Combine(_folder.Out, "test-answer.lua")));

        _time.Advance(TimeSpan.FromDays(3));
        _book.Tidy();
        Assert.Null(_book.Find("test-answer"));
    }

    [Fact]
    public void Update_KeepsTheNewestPreviewAsLongAsTheAnswer()
    {
        _book.Add(Make("test-answer", "running"));
        var picture = Path.Combine(_folder.Out, "test-answer.png");

        _book.Update(Make("test-answer", "running"), [1]);
        _book.Update(Make("test-answer", "running"), [2]);
        _book.Update(Make("test-answer", "succeeded"));

        Assert.Equal(picture, _book.Find("test-answer")!.Preview);
        Assert.Equal([2], File.ReadAllBytes(picture));

        _time.Advance(TimeSpan.FromDays(31));
        _book.Tidy();
        Assert.False(File.Exists(picture));
    }

    [Fact]
    public void Update_AfterTheAnswerWasForgottenLeavesNoPreview()
    {
        _book.Add(Make("test-answer", "running"));
        _book.Forget("test-answer");

        Assert.False(_book.Update(Make("test-answer", "running"), [1]));

        Assert.False(File.Exists(Path.Combine(_folder.Out, "test-answer.png")));
    }

    [Fact]
    public void Add_KeepsAsManyRefusalsAsAnswers()
    {
        for (var index = 0; index < AnswerBook.Most + 10; index++)
        {
            _book.Add(Make($"refusal-{index}", Answer.Refused) with { Created = index });
        }

        Assert.Equal(AnswerBook.Most, _book.Open().Count);
        Assert.Null(_book.Find("refusal-0"));
        Assert.False(_book.IsFull);
    }

    [Fact]
    public void Load_RepairsTheLuaFormAndDropsWhatIsSpoilt()
    {
        _book.Add(Make("test-answer", "running") with { Lua = true, Memo = "ü" });
        File.Delete(Path.Combine(_folder.Out, "test-answer.lua"));
        File.WriteAllText(Path.Combine(_folder.Out, "test-spoilt.json"), "{\"version\":");

        var again = new AnswerBook(_folder, _time);
        again.Load();

        Assert.Equal("ü", Assert.Single(again.Open()).Memo);
        Assert.True(File.Exists(Path.Combine(_folder.Out, "test-answer.lua")));
        Assert.False(File.Exists(Path.Combine(_folder.Out, "test-spoilt.json")));
    }

    public void Dispose() => _home.Dispose();

    private static Answer Make(string name, string status) => new() { Name = name, Client = "test", Created = 1, Status = status, Job = "aaaaaaaaaaaa" };
}
