#include "Server.h"

#include "Check.h"
#include "Jobs.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static char home[] = "/tmp/sora2-abi-XXXXXX";

void UseServer(const char *server)
{
    CHECK(mkdtemp(home) != NULL, "no home");
    setenv("SORA2_HOME", home, 1);
    setenv("SORA2_SERVER", server, 1);
}

const char *HomePath(const char *name)
{
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", home, name);
    return path;
}

pid_t ServerPid(void)
{
    FILE *const file = fopen(HomePath("run/endpoint.json"), "r");
    if (file == NULL) {
        return 0;
    }

    char text[4096];
    const size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    const char *const found = strstr(text, "\"pid\":");
    return found == NULL ? 0 : (pid_t)strtol(found + 6, NULL, 10);
}

void KillServer(void)
{
    const pid_t pid = ServerPid();
    if (pid == 0 || kill(pid, SIGKILL) != 0) {
        return;
    }

    const double end = Now() + 10;
    while (kill(pid, 0) == 0 || errno != ESRCH) {
        CHECK(Now() < end, "process %d does not end", (int)pid);
        Moment();
    }
}

int CountIn(const char *name)
{
    DIR *const folder = opendir(HomePath(name));
    if (folder == NULL) {
        return 0;
    }

    int count = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += entry->d_name[0] != '.';
    }

    closedir(folder);
    return count;
}

static int Remove(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

void RemoveHome(void)
{
    KillServer();
    nftw(home, Remove, 16, FTW_DEPTH | FTW_PHYS);
}
