/* Without SORA2_SERVER the library finds the server beside itself, wherever the program lies that has loaded it. */
#include "Check.h"
#include "Jobs.h"
#include "Server.h"

#include <limits.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    CHECK(count == 3, "give the library and the server");
    UseServer(arguments[2]);
    unsetenv("SORA2_SERVER");
    atexit(RemoveHome);
    char library[PATH_MAX];
    snprintf(library, sizeof library, "%s", HomePath("library.so"));
    CHECK(symlink(arguments[1], library) == 0, "no link %s", library);
    CHECK(symlink(arguments[2], HomePath("sora2-server")) == 0, "no link to the server");
    LoadLibrary(library);

    const Sora2Handle session = OpenSession(1);
    Sora2Handle job = 0;
    CHECK(sora2.job_attach(session, "sora2:1;key=00000000000000000000000000000000", &job) == SORA2_OK, "%s", LastError());
    WaitFor(job, SORA2_JOB_MISSING);
    CHECK(ServerPid() != 0, "no server was started");
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    return 0;
}
