using Sora2.LocalServer.Jobs;

namespace Sora2.LocalServer.Dashboard.Shell;

/// <summary>Tells an open page that jobs have changed.</summary>
internal static class JobNews
{
    // A step of a quick model takes milliseconds; nobody reads ten pages a second.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(100);

    /// <summary>Calls <paramref name="look"/> now and after every change, until the page is left. Changes that come together are told once.</summary>
    public static async Task FollowAsync(JobQueue jobs, Func<Task> look, CancellationToken leaving)
    {
        try
        {
            while (true)
            {
                var change = jobs.AnyChange;
                await look();
                await change.WaitAsync(leaving);
                await Task.Delay(s_rest, leaving);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
    }
}
