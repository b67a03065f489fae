/* Without SORA2_SERVER the library finds the server beside itself, wherever the program lies that has loaded it, and starts it without
   the libraries that a host brings along. */
#include "Check.h"
#include "Jobs.h"
#include "Server.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* Whether the server was given a variable that is set here. */
static int HasVariable(const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/environ", (int)ServerPid());
    FILE *const file = fopen(path, "r");
    CHECK(file != NULL, "%s cannot be read", path);
    static char text[1 << 20];
    const size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    const size_t letters = strlen(name);
    for (size_t at = 0; at < length; at += strlen(text + at) + 1) {
        if (strncmp(text + at, name, letters) == 0 && text[at + letters] == '=') {
            return 1;
        }
    }

    return 0;
}

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
    setenv("LD_LIBRARY_PATH", "/opt/host/libs", 1);

    const Sora2Handle session = OpenSession(1);
    Sora2Handle job = 0;
    CHECK(sora2.job_attach(session, "sora2:1;key=00000000000000000000000000000000", &job) == SORA2_OK, "%s", LastError());
    WaitFor(job, SORA2_JOB_MISSING);
    CHECK(ServerPid() != 0, "no server was started");
    CHECK(HasVariable("SORA2_HOME") && !HasVariable("LD_LIBRARY_PATH"), "the server was given the host's libraries");
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    return 0;
}
