using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Mailbox.Letters;

namespace Sora2.LocalServer.Mailbox;

/// <summary>The mailbox's door: what stands behind it. docs/mailbox.md is its contract.</summary>
internal static class MailboxDoor
{
    public static void AddMailbox(this IServiceCollection services)
    {
        services.AddSingleton<MailboxFolder>();
        services.AddSingleton<AnswerBook>();
        services.AddSingleton<JobFollower>();
        services.AddSingleton<ClipGate>();
        services.AddSingleton<LetterQueue>();
        services.AddSingleton<LetterDesk>();
        services.AddHostedService<MailboxService>();
    }
}
