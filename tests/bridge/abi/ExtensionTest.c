/* A shot that goes on from frames of the host's: converted, sent, taken by the server's own reader of footage. */
#include "Check.h"
#include "Jobs.h"
#include "Server.h"

#include <string.h>

enum { WIDTH = 320, HEIGHT = 180, FRAMES = 24 };

static float picture[WIDTH * HEIGHT * 4];

/* A bright bar that walks over a dark ground. */
static void Draw(int frame)
{
    for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
        const int bright = pixel % WIDTH / 8 == frame;
        picture[pixel * 4] = bright ? 0.9f : 0.1f;
        picture[pixel * 4 + 1] = bright ? 0.8f : 0.1f;
        picture[pixel * 4 + 2] = bright ? 0.2f : 0.3f;
        picture[pixel * 4 + 3] = 1.0f;
    }
}

static Sora2Handle MakeClip(Sora2Handle session)
{
    const Sora2ClipFormat format = {
        .size = sizeof format, .width = WIDTH, .height = HEIGHT, .rate_numerator = 24000, .rate_denominator = 1001, .start_timecode = "02:00:00:00",
    };
    Sora2Handle clip = 0;
    CHECK(sora2.clip_create(session, &format, &clip) == SORA2_OK, "%s", LastError());
    for (int frame = 0; frame < FRAMES; frame++) {
        Draw(frame);
        const Sora2Image image = WholeImage(picture, SORA2_DEPTH_FLOAT, SORA2_RGBA, WIDTH, HEIGHT);
        CHECK(sora2.clip_add_frame(clip, &image) == SORA2_OK, "%s", LastError());
    }

    return clip;
}

int main(int count, char **arguments)
{
    CHECK(count == 3, "give the library and the server");
    UseServer(arguments[2]);
    atexit(RemoveHome);
    LoadLibrary(arguments[1]);
    const Sora2Handle session = OpenSession(1);
    Sora2Wish wish = SmallWish();
    wish.task = SORA2_TASK_EXTEND_TAIL;
    wish.prompt = NULL;
    wish.clip = MakeClip(session);
    Sora2Handle job = 0;
    CHECK(sora2.job_submit(session, &wish, &job) == SORA2_OK, "%s", LastError());

    /* Released while it is sent, as the header allows. */
    CHECK(sora2.clip_release(wish.clip) == SORA2_OK, "%s", LastError());
    Sora2JobState state = StateOf(job);
    for (const double end = Now() + 60; state.stage == SORA2_JOB_SENDING; state = StateOf(job)) {
        CHECK(Now() < end, "still sending: %s", state.message);
        Moment();
    }

    if (state.stage == SORA2_JOB_FAILED && strstr(state.message, "task: got extend_tail") != NULL) {
        /* The clip itself was taken: what a file is, is looked at before what a pack can do. */
        printf("skipped: %s\n", state.message);
        return 77;
    }

    const Sora2JobState ready = WaitFor(job, SORA2_JOB_READY);
    CHECK(ready.frames == 12 && ready.width == WIDTH, "%d frames of %d", (int)ready.frames, ready.width);

    /* The clip's timecode came with it: the shot begins where the clip ends. */
    static char recipe[1 << 20];
    CHECK(sora2.job_recipe(job, recipe, sizeof recipe, NULL) == SORA2_OK, "%s", LastError());
    CHECK(strstr(recipe, "02:00:01:00") != NULL, "the timecode is lost");

    /* On from a shot of the library, by its name. */
    wish.clip = 0;
    wish.clip_path = ready.shot;
    Sora2Handle next = 0;
    CHECK(sora2.job_submit(session, &wish, &next) == SORA2_OK, "%s", LastError());
    WaitFor(next, SORA2_JOB_READY);
    CHECK(sora2.job_recipe(next, recipe, sizeof recipe, NULL) == SORA2_OK && strstr(recipe, ready.shot) != NULL, "no parent");

    wish.clip_path = "/no/such/clip.mov";
    CHECK(sora2.job_submit(session, &wish, &next) == SORA2_OK, "%s", LastError());
    CHECK(strstr(WaitFor(next, SORA2_JOB_FAILED).message, "clip_path") != NULL, "\"%s\"", StateOf(next).message);
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    return 0;
}
