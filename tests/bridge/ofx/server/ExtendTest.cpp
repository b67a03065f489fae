// A real clip made longer, on both sides of a cut.
#include "../Check.h"
#include "MadeShot.h"

#include <cmath>
#include <standard/Names.h>

namespace {

using namespace real;

host::PictureFormat Format()
{
    host::PictureFormat format;
    format.depth = ofx::depth::byte_;
    return format;
}

// A bright square that goes to the right, one pixel a frame, over a green floor.
bool Square(double time, host::Picture& picture)
{
    const int left = static_cast<int>(time) % 48;
    picture.Fill([&](int x, int y) {
        const bool is_square = x >= left && x < left + 12 && y >= 10 && y < 22;
        return is_square ? host::Pixel{0.9f, 0.8f, 0.2f, 1} : host::Pixel{0.1f, 0.4f, static_cast<float>(y) / 64, 1};
    });
    return true;
}

struct Extend {
    explicit Extend(const char* context, const host::Quirks& ways = {})
        : program(ways), effect((TheBundle().Load(program), program), TheBundle().Named(host::extend_identifier))
    {
        CHECK_EQUAL(ofx::status::ok, effect.Create(context, {64, 36, 24, 1}));
        effect.Connect(Square, 100, 139, Format());
        TypeSmallWish(effect, "A yellow box moves over the grass");
    }

    std::vector<std::uint8_t> Shown(double time)
    {
        host::Picture picture(Format());
        CHECK_EQUAL(ofx::status::ok, effect.Render(time, picture));
        return picture.Bytes();
    }

    host::Program program;
    host::Effect effect;
};

// Packs need not know how to extend; the server names those that do not.
std::string WaitForPiece(host::Effect& effect)
{
    const std::string end = WaitForEnd(effect);
    if (Holds(end, "task: got extend")) {
        check::Skip(end);
    }

    return end;
}

std::vector<std::uint8_t> SourceAt(double time)
{
    host::Picture picture(Format());
    Square(time, picture);
    return picture.Bytes();
}

}  // namespace

TEST(Extend_AfterTheClipGoesOnFromItsLastFrame)
{
    RequireLibrary();
    Extend extend(ofx::context::filter);
    const double milliseconds = Milliseconds([&] { CHECK_EQUAL(ofx::status::ok, extend.effect.Press("generate", 120)); });
    std::printf("  pressing Generate with 24 frames of 64x36: %.1f ms\n", milliseconds);
    CHECK_EQUAL(140.0, extend.effect.Real("cut"));
    CHECK(!extend.effect.Text("ticket").empty());
    CHECK_EQUAL(0, extend.program.progress_windows);

    const std::string end = WaitForPiece(extend.effect);
    CHECK(Starts(end, "Ready"));
    std::printf("  status: %s\n", end.c_str());
    CHECK(extend.Shown(139) == SourceAt(139));
    CHECK(extend.Shown(140) != SourceAt(140));
    CHECK(extend.Shown(140) != extend.Shown(139));
    CHECK(extend.Shown(400) == extend.Shown(151));
}

TEST(Extend_BeforeTheClipEndsAtItsFirstFrame)
{
    RequireLibrary();
    Extend extend(ofx::context::general);
    extend.effect.Choose("side", 1);
    extend.effect.Press("generate", 120);
    CHECK_EQUAL(100.0, extend.effect.Real("cut"));
    const std::string end = WaitForPiece(extend.effect);
    CHECK(Starts(end, "Ready"));
    CHECK(extend.Shown(100) == SourceAt(100));
    CHECK(extend.Shown(99) != SourceAt(99));
    CHECK(extend.Shown(60) == extend.Shown(88));
    ofx::PropertySetBody in;
    ofx::PropertySetBody out;
    in.Set(ofx::prop::time, 95.0);
    CHECK_EQUAL(ofx::status::ok, extend.effect.Act(ofx::action::get_region_of_definition, &in, &out));
    CHECK_EQUAL(64.0, out.Get<double>(ofx::prop::region_of_definition, 2));
}

TEST(Extend_ATicketAndACutAreEnough)
{
    RequireLibrary();
    host::Program program;
    TheBundle().Load(program);
    host::Effect shot(program, TheBundle().Named(host::shot_identifier));
    CHECK_EQUAL(ofx::status::ok, shot.Create(ofx::context::generator, {64, 36, 24, 1}));
    TypeSmallWish(shot, "A yellow box moves over the grass");
    shot.Press("generate");
    CHECK(Starts(WaitForEnd(shot), "Ready"));

    // As a program does that presses no buttons: values out of a project, and nothing but renders.
    Extend extend(ofx::context::filter);
    extend.effect.Load("ticket", shot.Text("ticket"));
    extend.effect.Type("cut", 120);
    for (int frame = 0; frame < 12; frame++) {
        host::Picture picture(Format());
        CHECK_EQUAL(ofx::status::ok, shot.Render(frame, picture));
        CHECK(extend.Shown(120 + frame) == picture.Bytes());
        extend.effect.Choose("side", 1);
        CHECK(extend.Shown(120 - 12 + frame) == picture.Bytes());
        CHECK(extend.Shown(120 + frame) == SourceAt(120 + frame));
        extend.effect.Choose("side", 0);
        CHECK(extend.Shown(100 + frame) == SourceAt(100 + frame));
    }
}

TEST(Extend_AtThePlayheadCutsThere)
{
    RequireLibrary();
    Extend extend(ofx::context::filter);
    extend.effect.Choose("cut_at", 1);
    extend.effect.Press("generate", 121.5);
    CHECK_EQUAL(121.0, extend.effect.Real("cut"));
    CHECK(extend.Shown(120) == SourceAt(120));
    extend.effect.Press("cancel");
    CHECK(Starts(WaitForEnd(extend.effect), "Cancelled"));
}

TEST(Extend_TakesFramesOfEverySizeAndPlace)
{
    RequireLibrary();
    for (const char* depth : {ofx::depth::byte_, ofx::depth::short_, ofx::depth::half, ofx::depth::float_}) {
        Extend extend(ofx::context::filter);
        host::PictureFormat format = Format();
        format.depth = depth;
        format.components = ofx::components::rgb;
        format.width = 65;
        format.height = 37;
        format.x = -3;
        format.y = 12;
        format.padding = 7;
        format.is_upside_down = true;
        extend.effect.Connect(Square, 100, 139, format);
        extend.effect.Press("generate");
        CHECK(!extend.effect.Text("ticket").empty());
        extend.effect.Press("cancel");
        const std::string end = WaitForEnd(extend.effect);
        CHECK(Starts(end, "Cancelled") || Holds(end, "task: got extend"));
    }
}

TEST(Extend_FramesThatAreNoneAreRefusedInWords)
{
    RequireLibrary();
    Extend extend(ofx::context::filter);
    host::PictureFormat format = Format();
    format.components = ofx::components::alpha;
    extend.effect.Connect(Square, 100, 139, format);
    extend.effect.Press("generate");
    CHECK(extend.effect.Text("ticket").empty());
    std::printf("  status: %s\n", extend.effect.Text("status").c_str());
    CHECK(Holds(extend.effect.Text("status"), "in colours"));
}

TEST(Extend_APlayheadPastTheClipIsRefusedInWords)
{
    RequireLibrary();
    Extend extend(ofx::context::filter);
    extend.effect.Choose("cut_at", 1);
    extend.effect.Press("generate", 150);
    CHECK(extend.effect.Text("ticket").empty());
    CHECK(Holds(extend.effect.Text("status"), "no picture"));
}

TEST(Extend_StoppedProgressQueuesNothing)
{
    RequireLibrary();
    host::Quirks ways;
    ways.cancels_progress = true;
    Extend extend(ofx::context::filter, ways);
    extend.effect.Press("generate");
    CHECK(extend.effect.Text("ticket").empty());
    CHECK(Holds(extend.effect.Text("status"), "Stopped"));
    CHECK_EQUAL(0, extend.program.progress_windows);
}

TEST(Extend_LargeFramesAreTakenAtOnce)
{
    RequireLibrary();
    host::Program program;
    TheBundle().Load(program);
    host::Effect effect(program, TheBundle().Named(host::extend_identifier));
    CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::filter, {1920, 1080, 24, 1}));
    host::PictureFormat format = Format();
    format.depth = ofx::depth::float_;
    format.width = 1920;
    format.height = 1080;

    // Several, so that no cache holds them; the host's own time is none of ours.
    std::vector<std::unique_ptr<host::Picture>> pictures;
    std::vector<host::Picture*> ready;
    for (int i = 0; i < 4; i++) {
        pictures.push_back(std::make_unique<host::Picture>(format));
        ready.push_back(pictures.back().get());
    }

    effect.Connect(ready, 0, 99);
    TypeSmallWish(effect, "A yellow box moves over the grass");
    for (int round = 0; round < 3; round++) {
        const double milliseconds = Milliseconds([&] { effect.Press("generate"); });
        std::printf("  pressing Generate with 24 frames of 1920x1080, float: %.0f ms\n", milliseconds);
        CHECK(!effect.Text("ticket").empty());
        CHECK(milliseconds < at_once_milliseconds);
        effect.Press("cancel");
        const std::string end = WaitForEnd(effect);
        CHECK(Starts(end, "Cancelled") || Holds(end, "task: got extend"));
    }
}
