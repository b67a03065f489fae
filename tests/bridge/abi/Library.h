/* The library under test, loaded as a host's plug-in would load it. */
#ifndef SORA2_TESTS_LIBRARY_H
#define SORA2_TESTS_LIBRARY_H

#include <sora2/plugin_host.h>

#define SORA2_FUNCTIONS(X)                                                                                  \
    X(int32_t, abi_version, (void))                                                                         \
    X(size_t, last_error, (char *, size_t))                                                                 \
    X(Sora2Status, session_open, (const Sora2Client *, Sora2Handle *))                                      \
    X(Sora2Status, session_state, (Sora2Handle, Sora2SessionState *))                                       \
    X(Sora2Status, session_prepare, (Sora2Handle))                                                          \
    X(Sora2Status, session_open_dashboard, (Sora2Handle))                                                   \
    X(Sora2Status, session_close, (Sora2Handle))                                                            \
    X(Sora2Status, clip_create, (Sora2Handle, const Sora2ClipFormat *, Sora2Handle *))                      \
    X(Sora2Status, clip_add_frame, (Sora2Handle, const Sora2Image *))                                       \
    X(Sora2Status, clip_release, (Sora2Handle))                                                             \
    X(Sora2Status, job_submit, (Sora2Handle, const Sora2Wish *, Sora2Handle *))                             \
    X(Sora2Status, job_attach, (Sora2Handle, const char *, Sora2Handle *))                                  \
    X(Sora2Status, job_remake, (Sora2Handle, const char *, Sora2Handle *))                                  \
    X(Sora2Status, job_state, (Sora2Handle, Sora2JobState *))                                               \
    X(Sora2Status, job_recipe, (Sora2Handle, char *, size_t, size_t *))                                     \
    X(Sora2Status, job_folder, (Sora2Handle, char *, size_t, size_t *))                                     \
    X(Sora2Status, job_deliver, (Sora2Handle, const char *))                                                \
    X(Sora2Status, job_cancel, (Sora2Handle))                                                               \
    X(Sora2Status, job_read, (Sora2Handle, int64_t, const Sora2Image *))                                    \
    X(Sora2Status, job_release, (Sora2Handle))

/* One pointer a function; calling sora2.job_read is calling sora2_job_read. */
struct Sora2Library {
#define SORA2_POINTER(result, name, arguments) result(*name) arguments;
    SORA2_FUNCTIONS(SORA2_POINTER)
#undef SORA2_POINTER
};

extern struct Sora2Library sora2;

/* Loads it or ends the program. */
void LoadLibrary(const char *path);

/* The words of the last call that failed on this thread. */
const char *LastError(void);

#endif
