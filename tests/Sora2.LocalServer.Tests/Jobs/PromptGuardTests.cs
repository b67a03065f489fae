using Sora2.LocalServer.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Jobs;

public sealed class PromptGuardTests
{
    [Fact]
    public void Redact_CutsEverySecretWholeWordsFirst() => Assert.Equal(
        "cannot make (prompt), then (prompt)",
        PromptGuard.Redact("cannot make A red ball, then red ball", "red ball", "a red ball", "on"));
}
