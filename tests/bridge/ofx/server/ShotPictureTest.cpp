// A real shot's frames in every kind of image, at every time, from many threads.
#include "../Check.h"
#include "MadeShot.h"

#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <pictures/Pixels.h>
#include <sora2/plugin_host.h>
#include <thread>

namespace {

using namespace real;

const char* const depths[] = {ofx::depth::byte_, ofx::depth::short_, ofx::depth::half, ofx::depth::float_};
const char* const layouts[] = {ofx::components::rgba, ofx::components::rgb, ofx::components::alpha};

// The frame as the library itself hands it out.
std::vector<std::uint8_t> Read(int frame, int depth, int components)
{
    void* library = dlopen(std::getenv("SORA2_PLUGIN_HOST"), RTLD_NOW | RTLD_NODELETE);
    const auto open = reinterpret_cast<decltype(&sora2_session_open)>(dlsym(library, "sora2_session_open"));
    const auto close = reinterpret_cast<decltype(&sora2_session_close)>(dlsym(library, "sora2_session_close"));
    const auto attach = reinterpret_cast<decltype(&sora2_job_attach)>(dlsym(library, "sora2_job_attach"));
    const auto read = reinterpret_cast<decltype(&sora2_job_read)>(dlsym(library, "sora2_job_read"));

    Sora2Client client{};
    client.size = sizeof client;
    Sora2Handle session = 0;
    Sora2Handle job = 0;
    CHECK_EQUAL(SORA2_OK, open(&client, &session));
    CHECK_EQUAL(SORA2_OK, attach(session, TheShot().shot.effect.Text("ticket").c_str(), &job));

    Sora2Image image{};
    image.size = sizeof image;
    image.depth = depth;
    image.components = components;
    image.bottom_up = 1;
    image.x2 = image.width = project.width;
    image.y2 = image.height = project.height;
    image.row_bytes = static_cast<std::ptrdiff_t>(sora2::PixelBytes(image)) * image.width;
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(image.row_bytes * image.height));
    image.data = bytes.data();
    CHECK(Wait(std::chrono::seconds(30), [&] { return read(job, frame, &image) == SORA2_OK; }));
    close(session);
    return bytes;
}

}  // namespace

TEST(Render_FrameIsTheLibrarysAtEveryDepthAndLayout)
{
    Made& made = TheShot();
    for (int depth = 0; depth < 4; depth++) {
        for (int layout = 0; layout < 3; layout++) {
            host::Picture picture(FormatOf(depths[depth], layouts[layout]));
            CHECK_EQUAL(ofx::status::ok, made.shot.effect.Render(5, picture));
            CHECK(picture.Bytes() == Read(5, SORA2_DEPTH_BYTE + depth, SORA2_RGBA + layout));
        }
    }
}

TEST(Render_EveryDepthShowsTheSamePixels)
{
    Made& made = TheShot();
    host::Picture exact(FormatOf(ofx::depth::float_));
    made.shot.effect.Render(5, exact);
    for (const char* depth : depths) {
        host::Picture picture(FormatOf(depth));
        made.shot.effect.Render(5, picture);
        const float step = depth == ofx::depth::byte_ ? 1.0f / 255 : depth == ofx::depth::short_ ? 1.0f / 65535 : 1.0f / 2048;
        for (int y = 0; y < 36; y++) {
            for (int x = 0; x < 64; x++) {
                for (std::size_t i = 0; i < 4; i++) {
                    CHECK(std::abs(picture.At(x, y)[i] - exact.At(x, y)[i]) <= step / 2 + 1e-6f);
                }
            }
        }
    }
}

TEST(Render_RowsMayBePaddedUpsideDownAndElsewhere)
{
    Made& made = TheShot();
    for (const char* depth : depths) {
        host::Picture plain(FormatOf(depth));
        made.shot.effect.Render(3, plain);
        host::PictureFormat format = FormatOf(depth);
        format.padding = 36;
        format.is_upside_down = true;
        format.x = -5;
        format.y = 1000;
        host::Picture odd(format);
        CHECK_EQUAL(ofx::status::ok, made.shot.effect.Render(3, odd));
        CHECK(odd.IsGuardWhole());
        CHECK(odd.Bytes() == plain.Bytes());
    }
}

TEST(Render_WindowIsItsPartOfTheFrame)
{
    Made& made = TheShot();
    host::Picture whole(FormatOf());
    host::Picture part(FormatOf());
    made.shot.effect.Render(3, whole);
    const ofx::RectI window = {7, 11, 40, 30};
    CHECK_EQUAL(ofx::status::ok, made.shot.effect.Render(3, part, window));
    CHECK(part.IsGuardWhole(window));
    for (int y = window.y1; y < window.y2; y++) {
        for (int x = window.x1; x < window.x2; x++) {
            CHECK(part.At(x, y) == whole.At(x, y));
        }
    }
}

TEST(Render_OtherSizesShowTheSameFrameScaled)
{
    Made& made = TheShot();
    const auto mean = [&](int width, int height) {
        host::PictureFormat format = FormatOf(ofx::depth::float_);
        format.width = width;
        format.height = height;
        host::Picture picture(format);
        CHECK_EQUAL(ofx::status::ok, made.shot.effect.Render(3, picture));
        CHECK(picture.IsGuardWhole());
        double sum = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sum += static_cast<double>(picture.At(x, y)[1]);
            }
        }

        return sum / (width * height);
    };
    const double whole = mean(64, 36);
    CHECK(std::abs(mean(32, 18) - whole) < 0.03);
    CHECK(std::abs(mean(127, 73) - whole) < 0.03);
    CHECK(std::abs(mean(33, 19) - whole) < 0.03);
}

TEST(Render_TheSameTimeGivesTheSameBytes)
{
    const auto once = AllFrames();
    CHECK(once == AllFrames());
    CHECK(once.front() != once.back());
}

TEST(Render_PastTheShotHoldsOrIsBlack)
{
    Made& made = TheShot();
    CHECK(Shown(made.shot.effect, -3) == Shown(made.shot.effect, 0));
    CHECK(Shown(made.shot.effect, 500) == Shown(made.shot.effect, frame_count - 1));
    made.shot.effect.Choose("outside", 1);
    for (const double time : {-1.0, 12.0, 1e6}) {
        host::Picture picture(FormatOf());
        made.shot.effect.Render(time, picture);
        CHECK((picture.At(30, 20) == host::Pixel{0, 0, 0, 1}));
    }

    made.shot.effect.Choose("outside", 0);
}

TEST(Render_StartFrameMovesTheShot)
{
    Made& made = TheShot();
    const auto fourth = Shown(made.shot.effect, 4);
    made.shot.effect.Type("start", 86400);
    CHECK(Shown(made.shot.effect, 86404) == fourth);
    made.shot.effect.Type("start", 0);
}

TEST(Render_AHostOfAnotherRateKeepsTheTime)
{
    const auto frames = AllFrames();
    const auto reopened = Reopened({64, 36, 48, 1});
    for (const int time : {0, 1, 2, 3, 11, 23}) {
        CHECK(Wait(std::chrono::seconds(30), [&] { return Shown(reopened->effect, time) == frames[static_cast<std::size_t>(time / 2)]; }));
    }
}

TEST(Render_ManyThreadsGetTheRightFrameEach)
{
    const auto frames = AllFrames();
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; thread++) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 48; i++) {
                const int frame = (i * 5 + thread) % frame_count;
                wrong += Shown(TheShot().shot.effect, frame) == frames[static_cast<std::size_t>(frame)] ? 0 : 1;
            }
        });
    }

    for (auto& thread : threads) {
        thread.join();
    }

    CHECK_EQUAL(0, wrong.load());
}

TEST(Render_AnInstanceForEveryFrameAsMeltDoes)
{
    const auto frames = AllFrames();
    for (int frame = 0; frame < frame_count; frame++) {
        const auto reopened = Reopened();
        CHECK(Shown(reopened->effect, frame) == frames[static_cast<std::size_t>(frame)]);
    }
}

TEST(Render_IsFast)
{
    Made& made = TheShot();
    for (const char* depth : depths) {
        host::PictureFormat format = FormatOf(depth);
        format.width = 1920;
        format.height = 1080;
        host::Picture picture(format);
        made.shot.effect.Render(1, picture);
        const double milliseconds = Milliseconds([&] { made.shot.effect.Render(2, picture); });
        std::printf("  one frame scaled to 1920x1080, %s: %.1f ms\n", depth, milliseconds);
        CHECK(milliseconds < check::Limit(1000));
    }
}
