/* What is wrong is refused with words, touches no memory of the caller's and starts nothing. */
#include "Check.h"
#include "Jobs.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define REFUSED(call, status, word)                                                      \
    do {                                                                                 \
        const Sora2Status given = (call);                                                \
        CHECK(given == (status), "%d: %s", given, LastError());                          \
        CHECK(strstr(LastError(), (word)) != NULL, "\"%s\" lacks %s", LastError(), word); \
    } while (0)

static void RefuseHandles(Sora2Handle session)
{
    const Sora2Handle bad[] = {0, 12345678901234567890u, session + 1000};
    for (size_t index = 0; index < sizeof bad / sizeof *bad; index++) {
        const Sora2Handle handle = bad[index];
        Sora2Handle made = 77;
        Sora2SessionState session_state = {.size = sizeof session_state};
        Sora2JobState job_state = {.size = sizeof job_state};
        const Sora2Wish wish = SmallWish();
        const Sora2ClipFormat format = {.size = sizeof format, .width = 16, .height = 16, .rate_numerator = 25, .rate_denominator = 1};
        unsigned char pixels[16 * 16 * 4];
        const Sora2Image image = WholeImage(pixels, SORA2_DEPTH_BYTE, SORA2_RGBA, 16, 16);
        REFUSED(sora2.session_state(handle, &session_state), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.session_prepare(handle), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.session_open_dashboard(handle), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.session_close(handle), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.clip_create(handle, &format, &made), SORA2_BAD_HANDLE, "session");
        CHECK(made == 0, "a handle that is none");
        REFUSED(sora2.clip_add_frame(handle, &image), SORA2_BAD_HANDLE, "clip");
        REFUSED(sora2.clip_release(handle), SORA2_BAD_HANDLE, "clip");
        REFUSED(sora2.job_submit(handle, &wish, &made), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.job_attach(handle, "x", &made), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.job_remake(handle, "x", &made), SORA2_BAD_HANDLE, "session");
        REFUSED(sora2.job_state(handle, &job_state), SORA2_BAD_HANDLE, "job");
        REFUSED(sora2.job_recipe(handle, NULL, 0, NULL), SORA2_BAD_HANDLE, "job");
        REFUSED(sora2.job_folder(handle, NULL, 0, NULL), SORA2_BAD_HANDLE, "job");
        REFUSED(sora2.job_deliver(handle, "/tmp"), SORA2_BAD_HANDLE, "job");
        REFUSED(sora2.job_cancel(handle), SORA2_BAD_HANDLE, "job");
        REFUSED(sora2.job_read(handle, 0, &image), SORA2_BAD_HANDLE, "job");
        REFUSED(sora2.job_release(handle), SORA2_BAD_HANDLE, "job");
    }

    /* A handle of another kind. */
    REFUSED(sora2.job_cancel(session), SORA2_BAD_HANDLE, "job");
    REFUSED(sora2.clip_release(session), SORA2_BAD_HANDLE, "clip");
}

static void RefuseNullAndSizes(Sora2Handle session)
{
    Sora2Handle made = 0;
    Sora2Client client = {.size = sizeof client};
    REFUSED(sora2.session_open(NULL, &made), SORA2_BAD_ARGUMENT, "client");
    REFUSED(sora2.session_open(&client, NULL), SORA2_BAD_ARGUMENT, "session");
    client.size = sizeof client - 1;
    REFUSED(sora2.session_open(&client, &made), SORA2_BAD_ARGUMENT, "client.size");
    client.size = sizeof client;
    client.may_start_server = 2;
    REFUSED(sora2.session_open(&client, &made), SORA2_BAD_ARGUMENT, "may_start_server");
    REFUSED(sora2.session_state(session, NULL), SORA2_BAD_ARGUMENT, "state");
    REFUSED(sora2.job_submit(session, NULL, &made), SORA2_BAD_ARGUMENT, "wish");
    const Sora2Wish wish = SmallWish();
    REFUSED(sora2.job_submit(session, &wish, NULL), SORA2_BAD_ARGUMENT, "job");
    REFUSED(sora2.job_attach(session, NULL, &made), SORA2_BAD_ARGUMENT, "ticket");
    REFUSED(sora2.job_remake(session, NULL, &made), SORA2_BAD_ARGUMENT, "recipe");
    REFUSED(sora2.clip_create(session, NULL, &made), SORA2_BAD_ARGUMENT, "format");

    /* A caller of a later version hands in more than this library knows. */
    struct {
        Sora2SessionState known;
        char later[64];
    } state = {.known.size = sizeof state};
    memset(state.later, 0x5A, sizeof state.later);
    CHECK(sora2.session_state(session, &state.known) == SORA2_OK, "%s", LastError());
    CHECK(state.known.size == sizeof state && state.later[0] == 0x5A && state.later[63] == 0x5A, "more was written than is known");
}

static void RefuseWishes(Sora2Handle session)
{
    Sora2Handle made = 0;
    static char huge[1 << 20];
    memset(huge, 'a', sizeof huge);  /* and no end */
    char long_prompt[4002] = {0};
    memset(long_prompt, 'a', 4001);

#define WISH_REFUSED(word, ...)                                                        \
    do {                                                                               \
        Sora2Wish wish = SmallWish();                                                  \
        __VA_ARGS__;                                                                   \
        REFUSED(sora2.job_submit(session, &wish, &made), SORA2_BAD_ARGUMENT, "wish." word); \
        CHECK(made == 0, "a job was made");                                            \
    } while (0)
    WISH_REFUSED("task", wish.task = 0);
    WISH_REFUSED("task", wish.task = 4);
    WISH_REFUSED("prompt", wish.prompt = NULL);
    WISH_REFUSED("prompt", wish.prompt = " ");
    WISH_REFUSED("prompt", wish.prompt = huge);
    WISH_REFUSED("prompt", wish.prompt = long_prompt);
    WISH_REFUSED("prompt", wish.prompt = "\xC3\x28");
    WISH_REFUSED("negative_prompt", wish.negative_prompt = huge);
    WISH_REFUSED("seconds", wish.seconds = 0.4);
    WISH_REFUSED("seconds", wish.seconds = 61);
    WISH_REFUSED("seconds", wish.seconds = 0.0 / wish.seconds * -1 - 1);
    WISH_REFUSED("rate", wish.rate_denominator = 0);
    WISH_REFUSED("width", wish.width = 321);
    WISH_REFUSED("width", wish.height = 8194);
    WISH_REFUSED("fit", wish.fit = 4);
    WISH_REFUSED("draft", wish.draft = 2);
    WISH_REFUSED("stems", wish.stems = 16);
    WISH_REFUSED("stems", wish.stems = 1; wish.silent = 1);
    WISH_REFUSED("cast", wish.cast = "MAYA");
    WISH_REFUSED("clip", wish.clip_path = "/a.mov");
    WISH_REFUSED("clip", wish.task = SORA2_TASK_EXTEND_TAIL);

    Sora2Wish wish = SmallWish();
    wish.clip = session;
    REFUSED(sora2.job_submit(session, &wish, &made), SORA2_BAD_HANDLE, "wish.clip");
    REFUSED(sora2.job_attach(session, "", &made), SORA2_BAD_ARGUMENT, "ticket");
    REFUSED(sora2.job_attach(session, "the ball", &made), SORA2_BAD_ARGUMENT, "\"the ball\"");
    REFUSED(sora2.job_attach(session, "sora2:1;key=../../etc", &made), SORA2_BAD_ARGUMENT, "ticket");
    REFUSED(sora2.job_attach(session, huge, &made), SORA2_BAD_ARGUMENT, "ticket");
    REFUSED(sora2.job_remake(session, "", &made), SORA2_BAD_ARGUMENT, "recipe");
}

static void RefuseClips(Sora2Handle session)
{
    Sora2Handle clip = 0;
    Sora2ClipFormat format = {.size = sizeof format, .width = 16, .height = 16, .rate_numerator = 25, .rate_denominator = 1};
    format.width = 15;
    REFUSED(sora2.clip_create(session, &format, &clip), SORA2_BAD_ARGUMENT, "format.width");
    format.width = 16;
    format.start_timecode = "now";
    REFUSED(sora2.clip_create(session, &format, &clip), SORA2_BAD_ARGUMENT, "start_timecode");
    format.start_timecode = "01:00:00:00";
    CHECK(sora2.clip_create(session, &format, &clip) == SORA2_OK, "%s", LastError());

    unsigned char pixels[16 * 16 * 4] = {0};
    Sora2Image image = WholeImage(pixels, SORA2_DEPTH_BYTE, SORA2_RGBA, 16, 16);
#define IMAGE_REFUSED(word, ...)                                                         \
    do {                                                                                 \
        Sora2Image wrong = image;                                                        \
        __VA_ARGS__;                                                                     \
        REFUSED(sora2.clip_add_frame(clip, &wrong), SORA2_BAD_ARGUMENT, "image" word);   \
    } while (0)
    IMAGE_REFUSED(".size", wrong.size = 4);
    IMAGE_REFUSED(".depth", wrong.depth = 0);
    IMAGE_REFUSED(".components", wrong.components = 4);
    IMAGE_REFUSED(".components", wrong.components = SORA2_ALPHA);
    IMAGE_REFUSED(".bottom_up", wrong.bottom_up = 7);
    IMAGE_REFUSED(".data", wrong.data = NULL);
    IMAGE_REFUSED(".row_bytes", wrong.row_bytes = 63);
    IMAGE_REFUSED(".row_bytes", wrong.row_bytes = -63);
    IMAGE_REFUSED(".x1", wrong.x2 = 17);
    IMAGE_REFUSED(".y1", wrong.y1 = 16);
    IMAGE_REFUSED(".width", wrong.width = 0);
    IMAGE_REFUSED(":", wrong.x1 = 1);
    for (int frame = 0; frame < 120; frame++) {
        CHECK(sora2.clip_add_frame(clip, &image) == SORA2_OK, "%s", LastError());
    }

    REFUSED(sora2.clip_add_frame(clip, &image), SORA2_BAD_ARGUMENT, "120");
    CHECK(sora2.clip_release(clip) == SORA2_OK, "%s", LastError());
    REFUSED(sora2.clip_release(clip), SORA2_BAD_HANDLE, "clip");
}

/* Written behind the caller's back, so that a full disk shows late: it must show all the same, and nothing may be sent. */
static void RefuseClipOnFullDisk(Sora2Handle session)
{
    enum { SIDE = 256 };
    static unsigned char pixels[SIDE * SIDE * 4];
    const Sora2ClipFormat format = {.size = sizeof format, .width = SIDE, .height = SIDE, .rate_numerator = 25, .rate_denominator = 1};
    const Sora2Image image = WholeImage(pixels, SORA2_DEPTH_BYTE, SORA2_RGBA, SIDE, SIDE);
    Sora2Handle clip = 0;
    CHECK(sora2.clip_create(session, &format, &clip) == SORA2_OK, "%s", LastError());

    /* As a full disk, but for this program alone: files may not grow beyond a frame and a half. */
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before;
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0, "no limit");
    const struct rlimit little = {.rlim_cur = SIDE * SIDE * 9 / 2, .rlim_max = before.rlim_max};
    CHECK(setrlimit(RLIMIT_FSIZE, &little) == 0, "no limit set");
    Sora2Status status = SORA2_OK;
    int frames = 0;
    for (; frames < 100 && status == SORA2_OK; frames++) {
        status = sora2.clip_add_frame(clip, &image);
        Moment();
    }

    CHECK(status == SORA2_FULL && frames > 1, "%d after %d frames: %s", status, frames, LastError());
    Sora2Wish wish = SmallWish();
    wish.task = SORA2_TASK_EXTEND_TAIL;
    wish.clip = clip;
    Sora2Handle job = 0;
    CHECK(sora2.job_submit(session, &wish, &job) == SORA2_FULL && job == 0, "%s", LastError());
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0, "no limit taken back");
    CHECK(sora2.clip_release(clip) == SORA2_OK, "%s", LastError());
}

static void *WordsOfAnotherThread(void *unused)
{
    (void)unused;
    char words[8] = "x";
    CHECK(sora2.last_error(words, sizeof words) == 1 && words[0] == 0, "another thread's words");
    return NULL;
}

static void GiveWords(void)
{
    CHECK(sora2.session_close(0) == SORA2_BAD_HANDLE, "%s", LastError());
    char all[512];
    const size_t needed = sora2.last_error(all, sizeof all);
    CHECK(needed == strlen(all) + 1, "%zu for \"%s\"", needed, all);
    char few[6] = {'x', 'x', 'x', 'x', 'x', 'x'};
    CHECK(sora2.last_error(few, 5) == needed, "other needs");
    CHECK(strlen(few) == 4 && few[5] == 'x' && strncmp(few, all, 4) == 0, "cut wrongly: %s", few);
    CHECK(sora2.last_error(NULL, 0) == needed, "null is no memory");
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, WordsOfAnotherThread, NULL) == 0, "no thread");
    pthread_join(thread, NULL);
}

/* Nobody is asked and nobody is started: the job waits, says why, and ends when it is told to. */
static void WaitWithoutServer(Sora2Handle session)
{
    const Sora2Wish wish = SmallWish();
    Sora2Handle job = 0;
    const double start = Now();
    CHECK(sora2.job_submit(session, &wish, &job) == SORA2_OK, "%s", LastError());
    CHECK(Now() - start < 0.1, "submitting blocked for %g s", Now() - start);
    const double end = Now() + 10;
    Sora2SessionState state = {.size = sizeof state};
    do {
        CHECK(Now() < end, "server is %d", state.server);
        Moment();
        CHECK(sora2.session_state(session, &state) == SORA2_OK, "%s", LastError());
    } while (state.server != SORA2_SERVER_ABSENT);
    CHECK(strstr(state.message, "sora2 serve") != NULL, "\"%s\"", state.message);
    const Sora2JobState sending = StateOf(job);
    CHECK(sending.stage == SORA2_JOB_SENDING && sending.message[0] != 0, "stage %d, \"%s\"", sending.stage, sending.message);
    CHECK(strncmp(sending.ticket, "sora2:1;key=", 12) == 0, "ticket \"%s\"", sending.ticket);
    CHECK(sending.seconds_left < 0 && sending.progress == 0 && sending.frames == 0, "knows too much");

    /* The same ticket is the same job, while this session has it. */
    Sora2Handle again = 0;
    CHECK(sora2.job_attach(session, sending.ticket, &again) == SORA2_OK && again != job, "%s", LastError());
    unsigned char pixel[4];
    const Sora2Image image = WholeImage(pixel, SORA2_DEPTH_BYTE, SORA2_RGBA, 1, 1);
    REFUSED(sora2.job_read(job, 0, &image), SORA2_NOT_READY, "sending");
    REFUSED(sora2.job_recipe(job, NULL, 0, NULL), SORA2_NOT_READY, "published");
    REFUSED(sora2.job_deliver(job, "/tmp"), SORA2_NOT_READY, "no files");
    CHECK(sora2.job_cancel(job) == SORA2_OK, "%s", LastError());
    CHECK(StateOf(again).stage == SORA2_JOB_CANCELLED, "stage %d", StateOf(again).stage);
    CHECK(sora2.job_release(job) == SORA2_OK && sora2.job_release(again) == SORA2_OK, "%s", LastError());
}

int main(int count, char **arguments)
{
    CHECK(count == 2, "give the library");
    char home[] = "/tmp/sora2-abi-XXXXXX";
    CHECK(mkdtemp(home) != NULL, "no home");
    setenv("SORA2_HOME", home, 1);
    LoadLibrary(arguments[1]);
    const Sora2Handle session = OpenSession(0);
    Sora2SessionState state = {.size = sizeof state};
    CHECK(sora2.session_state(session, &state) == SORA2_OK && state.server == SORA2_SERVER_UNKNOWN, "asked before it had to");
    RefuseHandles(session);
    RefuseNullAndSizes(session);
    RefuseWishes(session);
    RefuseClips(session);
    RefuseClipOnFullDisk(session);
    GiveWords();
    WaitWithoutServer(session);

    const double start = Now();
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    CHECK(Now() - start < 1.5, "closing took %g s", Now() - start);
    REFUSED(sora2.session_state(session, &state), SORA2_BAD_HANDLE, "session");
    rmdir(home);
    return 0;
}
