/* A wish is made exactly once, at whatever moment the server is killed: while it starts, while the wish is sent, queued, made,
   published, and while the frames are fetched. */
#include "Check.h"
#include "Jobs.h"
#include "Server.h"

enum { ROUNDS = 10 };

/* Kills spread over what a shot takes, start of the server included: fractions of the golden ratio leave no gap. */
static void KillAfter(double seconds)
{
    const double end = Now() + seconds;
    while (Now() < end) {
        Moment();
    }

    KillServer();
}

int main(int count, char **arguments)
{
    CHECK(count == 3, "give the library and the server");
    UseServer(arguments[2]);
    atexit(RemoveHome);
    LoadLibrary(arguments[1]);
    const Sora2Handle session = OpenSession(1);
    double share = 0.05;
    for (int round = 0; round < ROUNDS; round++) {
        const double start = Now();
        const Sora2Wish wish = SmallWish();
        Sora2Handle job = 0;
        CHECK(sora2.job_submit(session, &wish, &job) == SORA2_OK, "%s", LastError());
        share += 0.618;
        share -= (int)share;
        KillAfter(2.5 * share);
        const Sora2JobState ready = WaitFor(job, SORA2_JOB_READY);
        CHECK(ready.frames == 12, "%d frames", (int)ready.frames);
        CHECK(CountIn("library/ABI") == round + 1, "%d shots of %d wishes, killed after %.2f s", CountIn("library/ABI"), round + 1, 2.5 * share);
        printf("killed after %.2f s, ready after %.1f s\n", 2.5 * share, Now() - start);
        CHECK(sora2.job_release(job) == SORA2_OK, "%s", LastError());
    }

    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    return 0;
}
