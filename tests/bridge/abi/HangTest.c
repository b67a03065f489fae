/* A server that stops answering in the middle of a job is told from one that is busy; when it goes on, so does the job. */
#include "Check.h"
#include "Jobs.h"
#include "Server.h"

#include <signal.h>

static double WaitForServer(Sora2Handle session, int32_t server)
{
    const double start = Now();
    for (;;) {
        Sora2SessionState state = {.size = sizeof state};
        const double call = Now();
        CHECK(sora2.session_state(session, &state) == SORA2_OK, "%s", LastError());
        CHECK(Now() - call < 0.1, "asking blocked for %g s", Now() - call);
        if (state.server == server) {
            return Now() - start;
        }

        CHECK(Now() - start < 60, "server is %d instead of %d: %s", state.server, server, state.message);
        Moment();
    }
}

int main(int count, char **arguments)
{
    CHECK(count == 3, "give the library and the server");
    UseServer(arguments[2]);
    atexit(RemoveHome);
    LoadLibrary(arguments[1]);
    const Sora2Handle session = OpenSession(1);
    Sora2Wish wish = SmallWish();
    wish.seconds = 8;
    Sora2Handle job = 0;
    CHECK(sora2.job_submit(session, &wish, &job) == SORA2_OK, "%s", LastError());
    WaitFor(job, SORA2_JOB_RUNNING);

    kill(ServerPid(), SIGSTOP);
    printf("seen after %.1f s\n", WaitForServer(session, SORA2_SERVER_HUNG));
    kill(ServerPid(), SIGCONT);
    WaitForServer(session, SORA2_SERVER_READY);
    WaitFor(job, SORA2_JOB_READY);
    CHECK(CountIn("library/ABI") == 1, "%d shots of one wish", CountIn("library/ABI"));

    kill(ServerPid(), SIGSTOP);
    const double start = Now();
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    CHECK(Now() - start < 1.5, "closing took %g s", Now() - start);
    return 0;
}
