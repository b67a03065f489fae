using System.Globalization;
using Sora2.LocalServer.Mailbox.Answers;

namespace Sora2.LocalServer.Mailbox;

/// <summary>Too many answers wait to be taken.</summary>
internal sealed class MailboxFullException()
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{AnswerBook.Most} answers wait in the mailbox. Import or forget some, then ask again."))
{
    public const string Code = "mailbox_full";
}
