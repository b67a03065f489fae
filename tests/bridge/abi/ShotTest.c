/* From a wish to its pixels with the real server and the embedded pack, while the server is killed in between. */
#include "Check.h"
#include "Jobs.h"
#include "Server.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 320, HEIGHT = 180, PIXELS = WIDTH * HEIGHT };

static uint16_t shorts[PIXELS * 4];

static void Read(Sora2Handle job, int64_t frame, Sora2Image image)
{
    const Sora2Status status = sora2.job_read(job, frame, &image);
    CHECK(status == SORA2_OK, "%d: %s", status, LastError());
}

/* A half of 0 or more, by IEEE 754: 5 bits of exponent, 10 of fraction. */
static double HalfValue(uint16_t bits)
{
    const int exponent = bits >> 10;
    const int fraction = bits & 1023;
    return exponent == 0 ? ldexp(fraction, -24) : ldexp(1024 + fraction, exponent - 25);
}

/* Every depth holds what 16 bit holds, rounded as the library's comment says. */
static void CompareDepths(Sora2Handle job)
{
    static uint8_t bytes[PIXELS * 4];
    static float floats[PIXELS * 4];
    static uint16_t halves[PIXELS * 4];
    static float rgb[PIXELS * 3];
    static uint8_t alpha[PIXELS];
    Read(job, 3, WholeImage(shorts, SORA2_DEPTH_SHORT, SORA2_RGBA, WIDTH, HEIGHT));
    Read(job, 3, WholeImage(bytes, SORA2_DEPTH_BYTE, SORA2_RGBA, WIDTH, HEIGHT));
    Read(job, 3, WholeImage(floats, SORA2_DEPTH_FLOAT, SORA2_RGBA, WIDTH, HEIGHT));
    Read(job, 3, WholeImage(halves, SORA2_DEPTH_HALF, SORA2_RGBA, WIDTH, HEIGHT));
    Read(job, 3, WholeImage(rgb, SORA2_DEPTH_FLOAT, SORA2_RGB, WIDTH, HEIGHT));
    Read(job, 3, WholeImage(alpha, SORA2_DEPTH_BYTE, SORA2_ALPHA, WIDTH, HEIGHT));
    unsigned least = 65535;
    unsigned most = 0;
    for (int value = 0; value < PIXELS * 4; value++) {
        const float exact = (float)shorts[value] / 65535.0f;
        CHECK(bytes[value] == (shorts[value] + 128) / 257, "byte %d is %d of %d", value, bytes[value], shorts[value]);
        CHECK(floats[value] == exact, "float %d is %g of %d", value, (double)floats[value], shorts[value]);
        const double off = fabs(HalfValue(halves[value]) - (double)exact);
        CHECK(off <= fabs(HalfValue((uint16_t)(halves[value] + 1)) - (double)exact), "half %d of %d", value, shorts[value]);
        CHECK(halves[value] == 0 || off <= fabs(HalfValue((uint16_t)(halves[value] - 1)) - (double)exact), "half %d of %d", value, shorts[value]);
        if (value % 4 == 3) {
            CHECK(shorts[value] == 65535, "alpha %d is %d", value, shorts[value]);
        } else {
            CHECK(rgb[value / 4 * 3 + value % 4] == exact, "RGB %d", value);
            least = shorts[value] < least ? shorts[value] : least;
            most = shorts[value] > most ? shorts[value] : most;
        }
    }

    CHECK(most > least + 6000, "a picture of %u to %u shows nothing", least, most);
    for (int pixel = 0; pixel < PIXELS; pixel++) {
        CHECK(alpha[pixel] == 255, "alpha %d is %d", pixel, alpha[pixel]);
    }
}

/* A window, upside down, with padded rows and with rows that go backwards: the same pixels, and no byte beside them. */
static void CompareWindows(Sora2Handle job)
{
    enum { X1 = 13, Y1 = 7, X2 = 200, Y2 = 100, ROW = (X2 - X1) * 4 + 5 };
    static uint16_t window[ROW * (Y2 - Y1)];
    for (int variant = 0; variant < 4; variant++) {
        const int bottom_up = variant & 1;
        const int backwards = variant >> 1;
        memset(window, 0xA5, sizeof window);
        Sora2Image image = WholeImage(window, SORA2_DEPTH_SHORT, SORA2_RGBA, WIDTH, HEIGHT);
        image.bottom_up = bottom_up;
        image.x1 = X1;
        image.y1 = Y1;
        image.x2 = X2;
        image.y2 = Y2;
        image.row_bytes = ROW * 2 * (backwards ? -1 : 1);
        image.data = backwards ? window + ROW * (Y2 - Y1 - 1) : window;
        Read(job, 3, image);
        for (int y = Y1; y < Y2; y++) {
            const uint16_t *const row = window + ROW * (backwards ? Y2 - 1 - y : y - Y1);
            const int top = bottom_up ? HEIGHT - 1 - y : y;
            CHECK(memcmp(row, shorts + (top * WIDTH + X1) * 4, (X2 - X1) * 8) == 0, "row %d of variant %d", y, variant);
            for (int beside = (X2 - X1) * 4; beside < ROW; beside++) {
                CHECK(row[beside] == 0xA5A5, "a byte beside row %d of variant %d", y, variant);
            }
        }
    }
}

/* At half the size a pixel is a mean of its neighbours: the picture's mean stays, within one of 255. */
static void CompareScaled(Sora2Handle job)
{
    static float half[PIXELS / 4 * 3];
    static float part[40 * 20 * 3];
    Read(job, 3, WholeImage(half, SORA2_DEPTH_FLOAT, SORA2_RGB, WIDTH / 2, HEIGHT / 2));
    double mean = 0;
    double wanted = 0;
    for (int pixel = 0; pixel < PIXELS; pixel++) {
        wanted += shorts[pixel * 4 + 1] / 65535.0 / PIXELS;
        mean += pixel < PIXELS / 4 ? half[pixel * 3 + 1] / (double)(PIXELS / 4) : 0;
    }

    CHECK(fabs(mean - wanted) < 1.0 / 255, "mean %g instead of %g", mean, wanted);
    Sora2Image image = WholeImage(part, SORA2_DEPTH_FLOAT, SORA2_RGB, 40, 20);
    image.x1 = 50;
    image.y1 = 30;
    image.x2 = 90;
    image.y2 = 50;
    image.width = WIDTH / 2;
    image.height = HEIGHT / 2;
    Read(job, 3, image);
    for (int y = 0; y < 20; y++) {
        CHECK(memcmp(part + y * 120, half + ((30 + y) * WIDTH / 2 + 50) * 3, 480) == 0, "window row %d of a scaled picture", y);
    }
}

static void RefuseFrames(Sora2Handle job, int64_t frames)
{
    static uint16_t untouched[PIXELS * 4];
    memset(untouched, 0x5A, sizeof untouched);
    const Sora2Image image = WholeImage(untouched, SORA2_DEPTH_SHORT, SORA2_RGBA, WIDTH, HEIGHT);
    CHECK(sora2.job_read(job, -1, &image) == SORA2_NO_SUCH_FRAME, "%s", LastError());
    CHECK(sora2.job_read(job, frames, &image) == SORA2_NO_SUCH_FRAME, "%s", LastError());
    Sora2Image outside = image;
    outside.x2 = WIDTH + 1;
    CHECK(sora2.job_read(job, 0, &outside) == SORA2_BAD_ARGUMENT, "%s", LastError());
    for (int value = 0; value < PIXELS * 4; value++) {
        CHECK(untouched[value] == 0x5A5A, "value %d was touched", value);
    }
}

static Sora2Handle Submit(Sora2Handle session, double seconds)
{
    Sora2Wish wish = SmallWish();
    wish.seconds = seconds;
    Sora2Handle job = 0;
    const double start = Now();
    CHECK(sora2.job_submit(session, &wish, &job) == SORA2_OK, "%s", LastError());
    CHECK(Now() - start < 0.1, "submitting blocked for %g s", Now() - start);
    return job;
}

static void CheckFiles(Sora2Handle job)
{
    static char recipe[1 << 20];
    char folder[4096];
    size_t needed = 0;
    CHECK(sora2.job_recipe(job, NULL, 0, &needed) == SORA2_OK && needed > 100, "%zu: %s", needed, LastError());
    CHECK(sora2.job_recipe(job, recipe, sizeof recipe, &needed) == SORA2_OK && needed == strlen(recipe) + 1, "%zu", needed);
    CHECK(strstr(recipe, "a red ball bounces") != NULL, "no recipe");
    CHECK(sora2.job_folder(job, folder, sizeof folder, &needed) == SORA2_OK && access(folder, R_OK) == 0, "%s", LastError());
}

/* Sent once, although the server dies while it is sent and again while it is made. */
static void MakeWhileTheServerDies(Sora2Handle session, char *ticket)
{
    const Sora2Handle job = Submit(session, 0.5);
    WaitFor(job, SORA2_JOB_RUNNING);
    KillServer();
    const Sora2JobState ready = WaitFor(job, SORA2_JOB_READY);
    CHECK(ready.frames == 12 && ready.rate_numerator == 24000 && ready.rate_denominator == 1001, "%d frames", (int)ready.frames);
    CHECK(ready.width == WIDTH && ready.height == HEIGHT && ready.progress == 1, "%dx%d", ready.width, ready.height);
    CHECK(strcmp(ready.shot, "ABI_SH0010_v001") == 0, "shot \"%s\"", ready.shot);
    CHECK(CountIn("library/ABI") == 1, "%d shots of one wish", CountIn("library/ABI"));
    strcpy(ticket, ready.ticket);

    /* Frames are read without the server. */
    KillServer();
    CompareDepths(job);
    CompareWindows(job);
    CompareScaled(job);
    RefuseFrames(job, ready.frames);
    CheckFiles(job);
    CHECK(sora2.job_release(job) == SORA2_OK, "%s", LastError());
}

static void AttachAfterwards(const char *ticket)
{
    static uint16_t again[PIXELS * 4];
    const Sora2Handle session = OpenSession(1);
    Sora2Handle job = 0;
    CHECK(unlink(HomePath("frames/ABI_SH0010_v001.frames")) == 0, "the frames lie elsewhere");
    CHECK(sora2.job_attach(session, ticket, &job) == SORA2_OK, "%s", LastError());
    WaitFor(job, SORA2_JOB_READY);
    Read(job, 3, WholeImage(again, SORA2_DEPTH_SHORT, SORA2_RGBA, WIDTH, HEIGHT));
    CHECK(memcmp(again, shorts, sizeof again) == 0, "other pixels");

    char key[64];
    snprintf(key, sizeof key, "%.44s", ticket);
    Sora2Handle by_key = 0;
    const Sora2Handle other = OpenSession(1);
    CHECK(sora2.job_attach(other, key, &by_key) == SORA2_OK, "%s: %s", key, LastError());
    CHECK(strcmp(WaitFor(by_key, SORA2_JOB_READY).shot, "ABI_SH0010_v001") == 0, "another shot");

    CHECK(sora2.job_attach(other, "sora2:1;key=00000000000000000000000000000000", &by_key) == SORA2_OK, "%s", LastError());
    CHECK(WaitFor(by_key, SORA2_JOB_MISSING).message[0] != 0, "no words");
    CHECK(sora2.session_close(other) == SORA2_OK, "%s", LastError());
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    Sora2JobState state = {.size = sizeof state};
    CHECK(sora2.job_state(job, &state) == SORA2_BAD_HANDLE, "a job outlived its session");
}

static void Cancel(Sora2Handle session)
{
    const Sora2Handle job = Submit(session, 8);
    WaitFor(job, SORA2_JOB_RUNNING);
    CHECK(sora2.job_cancel(job) == SORA2_OK, "%s", LastError());
    WaitFor(job, SORA2_JOB_CANCELLED);
    CHECK(CountIn("library/ABI") == 1, "a cancelled shot was published");
}

static void Remake(Sora2Handle session, const char *ticket)
{
    static char recipe[1 << 20];
    Sora2Handle made = 0;
    CHECK(sora2.job_attach(session, ticket, &made) == SORA2_OK, "%s", LastError());
    WaitFor(made, SORA2_JOB_READY);
    CHECK(sora2.job_recipe(made, recipe, sizeof recipe, NULL) == SORA2_OK, "%s", LastError());
    Sora2Handle job = 0;
    CHECK(sora2.job_remake(session, recipe, &job) == SORA2_OK, "%s", LastError());
    static uint16_t again[PIXELS * 4];
    CHECK(strcmp(WaitFor(job, SORA2_JOB_READY).shot, "ABI_SH0010_v001") != 0, "the same shot");
    Read(job, 3, WholeImage(again, SORA2_DEPTH_SHORT, SORA2_RGBA, WIDTH, HEIGHT));
    CHECK(memcmp(again, shorts, sizeof again) == 0, "the recipe made another picture");

    CHECK(sora2.job_remake(session, "{}", &job) == SORA2_OK, "%s", LastError());
    CHECK(strstr(WaitFor(job, SORA2_JOB_FAILED).message, "recipe") != NULL, "\"%s\"", StateOf(job).message);
}

int main(int count, char **arguments)
{
    CHECK(count == 3, "give the library and the server");
    UseServer(arguments[2]);
    atexit(RemoveHome);
    LoadLibrary(arguments[1]);
    char ticket[256];
    const Sora2Handle session = OpenSession(1);
    MakeWhileTheServerDies(session, ticket);
    AttachAfterwards(ticket);
    Cancel(session);
    Remake(session, ticket);
    CHECK(sora2.session_close(session) == SORA2_OK, "%s", LastError());
    return 0;
}
