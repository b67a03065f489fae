/* The real server on a home of its own, which the library starts and the test kills. */
#ifndef SORA2_TESTS_SERVER_H
#define SORA2_TESTS_SERVER_H

#include <sys/types.h>

/* Makes an empty home and points the library at the server. */
void UseServer(const char *server);

/* A path below the home. */
const char *HomePath(const char *name);

/* Process id of the server that runs now, or 0. */
pid_t ServerPid(void);

/* kill -9; returns when the process is gone. */
void KillServer(void);

/* Files or folders in a folder below the home that are not hidden. */
int CountIn(const char *name);

/* Kills the server and removes its home. */
void RemoveHome(void);

#endif
