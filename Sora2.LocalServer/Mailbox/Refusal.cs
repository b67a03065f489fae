using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Rpc;

namespace Sora2.LocalServer.Mailbox;

/// <summary>What an answer says of a fault. What is the server's own is not told.</summary>
internal static class Refusal
{
    public const string Internal = "internal";

    public static AnswerError Explain(Exception error)
    {
        if (error is MailboxFullException)
        {
            return new AnswerError(MailboxFullException.Code, error.Message);
        }

        var fault = FaultInterceptor.Classify(error).Fault;
        return fault.Code == Internal
            ? new AnswerError(fault.Code, "The server met a fault of its own; its log says more.")
            : new AnswerError(fault.Code, error.Message, Optional(fault.Field), Optional(fault.Given), Optional(fault.Allowed));
    }

    private static string? Optional(string text) => text.Length > 0 ? text : null;
}
