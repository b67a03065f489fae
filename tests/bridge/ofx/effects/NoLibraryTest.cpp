// Sora2 Shot without the plug-in host library: a placeholder in every kind of image, and words that say what is missing.
#include "NoLibrary.h"

#include <memory>
#include <thread>
#include <vector>

namespace {

using namespace without_library;

struct Shot {
    explicit Shot(const host::Quirks& ways = {}, const host::ProjectFormat& project = {})
        : program(ways), effect((TheBundle().Load(program), program), TheBundle().Named(host::shot_identifier))
    {
        CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::generator, project));
    }

    host::Program program;
    host::Effect effect;
};

}  // namespace

TEST(Render_PlaceholderIsTheSameAtEveryDepth)
{
    Shot shot;
    host::Picture reference(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, reference));
    CHECK(!IsOneColour(reference));
    for (const char* depth : depths) {
        for (const char* layout : layouts) {
            host::Picture picture(FormatOf(depth, layout));
            CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture));
            CHECK(picture.IsGuardWhole());
            CHECK(!IsOneColour(picture));
            CHECK(layout == ofx::components::alpha || IsAlike(reference, picture));
        }
    }
}

TEST(Render_PlaceholderStandsUpright)
{
    Shot shot;
    host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    shot.effect.Render(0, picture);
    const auto is_empty = [&](int from, int to) {
        for (int y = from; y < to; y++) {
            for (int x = 0; x < 320; x++) {
                if (picture.At(x, y) != picture.At(0, 0)) {
                    return false;
                }
            }
        }

        return true;
    };
    CHECK(is_empty(0, 60));
    CHECK(!is_empty(150, 180));
}

TEST(Render_RowsMayBePaddedUpsideDownAndElsewhere)
{
    Shot shot;
    host::Picture reference(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    shot.effect.Render(0, reference);
    for (const char* depth : depths) {
        for (const bool is_upside_down : {false, true}) {
            host::PictureFormat format = FormatOf(depth, ofx::components::rgba);
            format.padding = 52;
            format.is_upside_down = is_upside_down;
            format.x = -17;
            format.y = 9;
            host::Picture picture(format);
            CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture));
            CHECK(picture.IsGuardWhole());
            CHECK(IsAlike(reference, picture));
        }
    }
}

TEST(Render_FillsItsWindowAlone)
{
    Shot shot;
    host::Picture reference(FormatOf(ofx::depth::byte_, ofx::components::rgb));
    host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgb));
    shot.effect.Render(0, reference);
    const ofx::RectI window = {13, 101, 240, 170};
    CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture, window));
    CHECK(picture.IsGuardWhole(window));
    for (int y = window.y1; y < window.y2; y++) {
        for (int x = window.x1; x < window.x2; x++) {
            CHECK(picture.At(x, y) == reference.At(x, y));
        }
    }
}

TEST(Render_WindowsPastTheImageAreCut)
{
    Shot shot;
    host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture, {-1000, -1000, 5000, 5000}));
    CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture, {400, 0, 500, 100}));
    CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture, {20, 20, 10, 10}));
    CHECK(picture.IsGuardWhole());
}

TEST(Render_EverySizeIsDrawn)
{
    Shot shot;
    for (const int width : {1, 3, 63, 641}) {
        for (const int height : {1, 2, 37, 359}) {
            host::PictureFormat format = FormatOf(ofx::depth::half, ofx::components::rgb);
            format.width = width;
            format.height = height;
            host::Picture picture(format);
            CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture));
            CHECK(picture.IsGuardWhole());
        }
    }
}

TEST(Render_FieldsAreFilledWhole)
{
    Shot shot;
    host::Picture reference(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    shot.effect.Render(0, reference);
    for (const char* field : {ofx::field::both, ofx::field::lower, ofx::field::upper}) {
        host::PictureFormat format = FormatOf(ofx::depth::byte_, ofx::components::rgba);
        format.field = field;
        host::Picture picture(format);
        CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0.5, picture));
        CHECK(picture.Bytes() == reference.Bytes());
    }
}

TEST(Render_AnUnknownDepthIsRefusedInWords)
{
    Shot shot;
    host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    picture.Properties().Set(ofx::prop::pixel_depth, std::string("OfxBitDepthOfTomorrow"));
    CHECK_EQUAL(ofx::status::image_format, shot.effect.Render(0, picture));
    CHECK(!shot.program.StandingMessage().empty());
    CHECK(picture.IsGuardWhole({0, 0, 0, 0}));
}

TEST(Render_WithoutTheLibrarySaysWhatIsMissingOnce)
{
    Shot shot;
    shot.effect.Load("ticket", some_ticket);
    host::Picture idle(FormatOf(ofx::depth::byte_, ofx::components::rgb));
    host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgb));
    shot.effect.Load("ticket", "");
    shot.effect.Render(0, idle);
    shot.effect.Load("ticket", some_ticket);
    for (int frame = 0; frame < 5; frame++) {
        CHECK_EQUAL(ofx::status::ok, shot.effect.Render(frame, picture));
    }

    CHECK(picture.Bytes() != idle.Bytes());
    CHECK(shot.program.Messages().empty());
    CHECK(shot.program.StandingMessage().find("sora2_plugin_host") != std::string::npos);
    shot.effect.Load("ticket", "");
    shot.effect.Render(0, picture);
    CHECK(shot.program.StandingMessage().empty());
}

TEST(Generate_WithoutTheLibrarySaysWhatIsMissing)
{
    Shot shot;
    shot.effect.Type("prompt", "A red ball");
    CHECK_EQUAL(ofx::status::ok, shot.effect.Press("generate"));
    CHECK_EQUAL(std::size_t{1}, shot.program.Messages().size());
    CHECK(shot.effect.Text("status").find("Install Sora2") != std::string::npos);
    CHECK(shot.effect.Text("ticket").empty());
    CHECK_EQUAL(0, shot.effect.Params().open_edits);
}

TEST(Generate_WithoutAPromptIsRefusedInWords)
{
    Shot shot;
    shot.effect.Press("generate");
    CHECK_EQUAL(std::size_t{1}, shot.program.Messages().size());
    CHECK(shot.effect.Text("status").find("prompt is empty") != std::string::npos);
}

TEST(Buttons_WithoutAShotSayThatThereIsNone)
{
    Shot shot;
    for (const char* button : {"cancel", "show_files", "send_to_bin"}) {
        shot.effect.Press(button);
        CHECK(shot.effect.Text("status").find("no shot yet") != std::string::npos);
    }

    shot.effect.Press("open_dashboard");
    CHECK(shot.effect.Text("status").find("Install Sora2 again") != std::string::npos);
    shot.effect.Press("remake");
    CHECK(shot.effect.Text("status").find("No recipe") != std::string::npos);
    shot.effect.Press("refresh");
    CHECK(shot.effect.Text("status").empty());
}

TEST(Changes_SetNothingOutsideTheirAction)
{
    Shot shot;
    host::Picture picture(FormatOf(ofx::depth::float_, ofx::components::rgba));
    shot.effect.Type("prompt", "A red ball");
    shot.effect.Press("generate");
    shot.effect.Type("ticket", some_ticket);
    shot.effect.Render(3, picture);
    CHECK_EQUAL(0, shot.effect.sets_at_a_wrong_time);
}

TEST(Host_EveryMissingOrBrokenSuiteStillRenders)
{
    std::vector<host::Quirks> all(6);
    all[0].has_null_message2 = true;
    all[1].has_null_message2 = true;
    all[1].name = "DaVinciResolveLite";
    all[2].has_message = all[2].has_message2 = false;
    all[3].has_progress = all[3].has_threads = all[3].has_time_line = false;
    all[4].refuses_sets = true;
    all[5].has_message = false;
    for (const host::Quirks& ways : all) {
        Shot shot(ways);
        host::Picture picture(FormatOf(ofx::depth::byte_, ofx::components::rgba));
        shot.effect.Type("prompt", "A red ball");
        CHECK_EQUAL(ofx::status::ok, shot.effect.Press("generate"));
        CHECK_EQUAL(ways.has_message || ways.has_message2 ? std::size_t{1} : std::size_t{0}, shot.program.Messages().size());
        shot.effect.Load("ticket", some_ticket);
        CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture));
        CHECK(!IsOneColour(picture));
    }
}

TEST(Prompt_EveryLengthAndCharacterIsTaken)
{
    Shot shot;
    std::string every;
    for (int byte = 1; byte < 256; byte++) {
        every += static_cast<char>(byte);
    }

    for (const std::string& prompt : {std::string(100000, 'x'), every, std::string("\"quoted\" & <tags>\n\xC3\xA9\xE4\xB8\xAD")}) {
        shot.effect.Type("prompt", prompt);
        CHECK_EQUAL(ofx::status::ok, shot.effect.Press("generate"));
        CHECK_EQUAL(prompt, shot.effect.Text("prompt"));
    }
}

TEST(Instances_TenThousandAreMadeRenderedAndDestroyed)
{
    host::Program program;
    TheBundle().Load(program);
    std::vector<std::unique_ptr<host::Effect>> effects;
    // Whoever watches every access has seen all with fewer.
    const int many = check::Limit(1) > 20 ? 500 : 10000;
    for (int i = 0; i < many; i++) {
        effects.push_back(std::make_unique<host::Effect>(program, TheBundle().Named(host::shot_identifier)));
        CHECK_EQUAL(ofx::status::ok, effects.back()->Create(ofx::context::generator));
    }

    host::PictureFormat format;
    host::Picture picture(format);
    for (const auto& effect : effects) {
        effect->Load("ticket", some_ticket);
        CHECK_EQUAL(ofx::status::ok, effect->Render(0, picture));
    }
}

TEST(Render_FromManyThreadsDrawsEveryPicture)
{
    Shot shot;
    host::Picture reference(FormatOf(ofx::depth::byte_, ofx::components::rgba));
    shot.effect.Render(0, reference);
    std::vector<std::unique_ptr<host::Picture>> pictures;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; i++) {
        pictures.push_back(std::make_unique<host::Picture>(FormatOf(ofx::depth::byte_, ofx::components::rgba)));
        threads.emplace_back([&shot, picture = pictures.back().get()] {
            for (int frame = 0; frame < 6; frame++) {
                shot.effect.Render(frame, *picture);
            }
        });
    }

    for (auto& thread : threads) {
        thread.join();
    }

    for (const auto& picture : pictures) {
        CHECK(picture->Bytes() == reference.Bytes());
    }
}
