#include "Jobs.h"

#include "Check.h"

#include <poll.h>
#include <time.h>

static const double deadline_seconds = 120;

Sora2Handle OpenSession(int may_start_server)
{
    const Sora2Client client = {.size = sizeof client, .may_start_server = may_start_server, .name = "abi tests"};
    Sora2Handle session = 0;
    const Sora2Status status = sora2.session_open(&client, &session);
    CHECK(status == SORA2_OK && session != 0, "%d: %s", status, LastError());
    return session;
}

Sora2Wish SmallWish(void)
{
    return (Sora2Wish){
        .size = sizeof(Sora2Wish),
        .task = SORA2_TASK_SHOT,
        .prompt = "a red ball bounces on a wooden floor",
        .project = "ABI",
        .seconds = 0.5,
        .seed = 7,
        .rate_numerator = 24000,
        .rate_denominator = 1001,
        .width = 320,
        .height = 180,
        .draft = 1,
    };
}

Sora2JobState StateOf(Sora2Handle job)
{
    Sora2JobState state = {.size = sizeof state};
    const Sora2Status status = sora2.job_state(job, &state);
    CHECK(status == SORA2_OK, "%d: %s", status, LastError());
    return state;
}

Sora2JobState WaitFor(Sora2Handle job, int32_t stage)
{
    const double end = Now() + deadline_seconds;
    for (;;) {
        const Sora2JobState state = StateOf(job);
        if (state.stage == stage) {
            return state;
        }

        /* Stages grow to READY; those behind it are ends of another kind. */
        CHECK(state.stage < SORA2_JOB_FAILED && (stage >= SORA2_JOB_FAILED || state.stage < stage),
              "stage %d instead of %d: %s", state.stage, stage, state.message);
        CHECK(Now() < end, "still stage %d instead of %d: %s", state.stage, stage, state.message);
        Moment();
    }
}

Sora2Image WholeImage(void *data, int32_t depth, int32_t components, int32_t width, int32_t height)
{
    return (Sora2Image){
        .size = sizeof(Sora2Image),
        .depth = depth,
        .components = components,
        .data = data,
        .row_bytes = (ptrdiff_t)(PixelBytes(depth, components) * (size_t)width),
        .x2 = width,
        .y2 = height,
        .width = width,
        .height = height,
    };
}

size_t PixelBytes(int32_t depth, int32_t components)
{
    const size_t value = depth == SORA2_DEPTH_BYTE ? 1 : depth == SORA2_DEPTH_FLOAT ? 4 : 2;
    return value * (components == SORA2_RGBA ? 4u : components == SORA2_RGB ? 3u : 1u);
}

void Moment(void)
{
    poll(NULL, 0, 10);
}

double Now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
