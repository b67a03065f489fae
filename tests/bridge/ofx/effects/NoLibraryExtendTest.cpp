// Sora2 Extend without the plug-in host library: the source in every kind of image, and the cut.
#include "NoLibrary.h"

namespace {

using namespace without_library;

struct Extend {
    explicit Extend(const char* context, const host::Quirks& ways = {})
        : program(ways), effect((TheBundle().Load(program), program), TheBundle().Named(host::extend_identifier))
    {
        CHECK_EQUAL(ofx::status::ok, effect.Create(context));
    }

    host::Program program;
    host::Effect effect;
};

host::SourceFrames Grey()
{
    return [](double time, host::Picture& picture) {
        const float level = static_cast<float>(time) / 255.0f;
        picture.Fill([&](int x, int y) { return host::Pixel{level, static_cast<float>(x) / 255.0f, static_cast<float>(y) / 255.0f, 0.5f}; });
        return true;
    };
}

}  // namespace

TEST(Extend_ShowsTheSourceUntilThereIsMore)
{
    for (const char* context : {ofx::context::filter, ofx::context::general}) {
        Extend extend(context);
        host::PictureFormat format = FormatOf(ofx::depth::byte_, ofx::components::rgba);
        extend.effect.Connect(Grey(), 0, 99, format);
        host::Picture source(format);
        host::Picture output(format);
        Grey()(42, source);
        CHECK_EQUAL(ofx::status::ok, extend.effect.Render(42, output));
        CHECK(output.Bytes() == source.Bytes());
        CHECK_EQUAL(0, extend.program.progress_windows);
    }
}

TEST(Extend_SourceIsConvertedAndPlaced)
{
    Extend extend(ofx::context::general);
    host::PictureFormat format = FormatOf(ofx::depth::short_, ofx::components::rgba);
    extend.effect.Connect(Grey(), 0, 99, format);
    for (const char* depth : depths) {
        host::PictureFormat wanted = FormatOf(depth, ofx::components::rgb);
        wanted.is_upside_down = true;
        wanted.padding = 20;
        host::Picture source(format);
        host::Picture output(wanted);
        Grey()(42, source);
        CHECK_EQUAL(ofx::status::ok, extend.effect.Render(42, output));
        CHECK(output.IsGuardWhole());
        CHECK(IsAlike(source, output));
    }
}

TEST(Extend_CutDividesSourceAndNewFrames)
{
    Extend extend(ofx::context::filter);
    host::PictureFormat format = FormatOf(ofx::depth::byte_, ofx::components::rgba);
    extend.effect.Connect(Grey(), 0, 99, format);
    extend.effect.Load("ticket", some_ticket);
    extend.effect.Type("cut", 50);
    for (const int side : {0, 1}) {
        extend.effect.Choose("side", side);
        for (const double time : {49.0, 50.0}) {
            ofx::PropertySetBody in;
            ofx::PropertySetBody out;
            in.Set(ofx::prop::time, time);
            const bool is_source = (time < 50) == (side == 0);
            CHECK_EQUAL(is_source ? ofx::status::ok : ofx::status::reply_default, extend.effect.Act(ofx::action::is_identity, &in, &out));
            CHECK_EQUAL(std::string(is_source ? "Source" : ""), out.Get<std::string>(ofx::prop::name));

            host::Picture source(format);
            host::Picture output(format);
            Grey()(time, source);
            CHECK_EQUAL(ofx::status::ok, extend.effect.Render(time, output));
            CHECK_EQUAL(is_source, output.Bytes() == source.Bytes());
        }
    }
}

TEST(Extend_AClipThatGivesNothingIsSaidInWords)
{
    host::Quirks ways;
    ways.lends_no_source = true;
    Extend extend(ofx::context::filter, ways);
    host::Picture output(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    CHECK_EQUAL(ofx::status::ok, extend.effect.Render(0, output));
    CHECK(!IsOneColour(output));
    extend.effect.Press("generate");
    CHECK(extend.effect.Text("status").find("no picture") != std::string::npos);
}

TEST(Load_TwentyTimesWithInstancesAsMeltDoes)
{
    host::Program program;
    for (int round = 0; round < 20; round++) {
        TheBundle().Load(program);
        host::Effect effect(program, TheBundle().Named(host::extend_identifier));
        CHECK_EQUAL(ofx::status::ok, effect.Describe());
        CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::filter));
        host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgba));
        effect.Connect(Grey(), 0, 9, picture.Format());
        CHECK_EQUAL(ofx::status::ok, effect.Render(round % 10, picture));
        CHECK_EQUAL(ofx::status::ok, effect.Destroy());
        TheBundle().Unload();
    }
}
