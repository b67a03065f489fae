/* Seconds that sora2_job_read takes for a frame, beside a plain loop over the same pixels. Give the library, the server and a
   ticket of a shot in the server's library. */
#include "Check.h"
#include "Jobs.h"

#include <string.h>

static double Measure(Sora2Handle job, const Sora2Image *image, int64_t frames)
{
    double best = 1e9;
    for (int64_t round = 0; round < 3 * frames; round++) {
        const double start = Now();
        CHECK(sora2.job_read(job, round % frames, image) == SORA2_OK, "%s", LastError());
        const double seconds = Now() - start;
        best = seconds < best ? seconds : best;
    }

    return best * 1e3;
}

int main(int count, char **arguments)
{
    CHECK(count == 4, "give library, server and ticket");
    setenv("SORA2_SERVER", arguments[2], 1);
    LoadLibrary(arguments[1]);
    const Sora2Handle session = OpenSession(1);
    Sora2Handle job = 0;
    CHECK(sora2.job_attach(session, arguments[3], &job) == SORA2_OK, "%s", LastError());
    const Sora2JobState state = WaitFor(job, SORA2_JOB_READY);
    const size_t values = (size_t)state.width * (size_t)state.height * 4;
    void *const memory = malloc(values * 4);
    memset(memory, 0, values * 4);
    static const char *const names[] = {"", "byte", "short", "half", "float"};
    for (int32_t depth = SORA2_DEPTH_BYTE; depth <= SORA2_DEPTH_FLOAT; depth++) {
        const Sora2Image image = WholeImage(memory, depth, SORA2_RGBA, state.width, state.height);
        const Sora2Image scaled = WholeImage(memory, depth, SORA2_RGBA, state.width / 2, state.height / 2);
        printf("%dx%d RGBA %s: %.2f ms, at half the size %.2f ms\n", state.width, state.height, names[depth], Measure(job, &image, state.frames),
               Measure(job, &scaled, state.frames));
    }

    uint16_t *const rgb = malloc(values / 4 * 6);
    const Sora2Image source = WholeImage(rgb, SORA2_DEPTH_SHORT, SORA2_RGB, state.width, state.height);
    CHECK(sora2.job_read(job, 0, &source) == SORA2_OK, "%s", LastError());
    double loops[2] = {1e9, 1e9};
    for (int round = 0; round < 20; round++) {
        double start = Now();
        float *const floats = memory;
        for (size_t pixel = 0; pixel < values / 4; pixel++) {
            for (size_t channel = 0; channel < 3; channel++) {
                floats[pixel * 4 + channel] = (float)rgb[pixel * 3 + channel] / 65535.0f;
            }

            floats[pixel * 4 + 3] = 1.0f;
        }

        loops[0] = Now() - start < loops[0] ? Now() - start : loops[0];
        start = Now();
        uint8_t *const bytes = memory;
        for (size_t pixel = 0; pixel < values / 4; pixel++) {
            for (size_t channel = 0; channel < 3; channel++) {
                bytes[pixel * 4 + channel] = (uint8_t)((rgb[pixel * 3 + channel] + 128) / 257);
            }

            bytes[pixel * 4 + 3] = 255;
        }

        loops[1] = Now() - start < loops[1] ? Now() - start : loops[1];
    }

    printf("a plain loop in C over memory, no map: float %.2f ms, byte %.2f ms\n", loops[0] * 1e3, loops[1] * 1e3);
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    return 0;
}
