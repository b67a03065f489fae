#include "MadeShot.h"

#include "../Check.h"

#include <stdexcept>

namespace real {

host::PictureFormat FormatOf(const char* depth, const char* components)
{
    host::PictureFormat format;
    format.depth = depth;
    format.components = components;
    return format;
}

Shot::Shot(const host::ProjectFormat& format, const host::Quirks& ways)
    : program(ways), effect((TheBundle().Load(program), program), TheBundle().Named(host::shot_identifier))
{
    CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::generator, format));
}

Made& TheShot()
{
    RequireLibrary();
    static Made& made = *new Made;
    if (made.end.empty()) {
        TypeSmallWish(made.shot.effect, "A red ball rolls over the grass");
        made.press_milliseconds = Milliseconds([&] { made.shot.effect.Press("generate"); });
        made.ticket_at_once = made.shot.effect.Text("ticket");
        host::Picture picture(FormatOf());
        CHECK_EQUAL(ofx::status::ok, made.shot.effect.Render(0, picture));
        made.picture_at_once = picture.Bytes();
        made.end = WaitForEnd(made.shot.effect);
    }

    if (!Starts(made.end, "Ready")) {
        throw std::runtime_error("no shot: " + made.end);
    }

    return made;
}

std::vector<std::uint8_t> Shown(host::Effect& effect, double time)
{
    host::Picture picture(FormatOf());
    CHECK_EQUAL(ofx::status::ok, effect.Render(time, picture));
    return picture.Bytes();
}

std::vector<std::vector<std::uint8_t>> AllFrames()
{
    std::vector<std::vector<std::uint8_t>> frames;
    for (int frame = 0; frame < frame_count; frame++) {
        frames.push_back(Shown(TheShot().shot.effect, frame));
    }

    return frames;
}

std::unique_ptr<Shot> Reopened(const host::ProjectFormat& format)
{
    auto reopened = std::make_unique<Shot>(format);
    reopened->effect.Load("ticket", TheShot().shot.effect.Text("ticket"));
    return reopened;
}

const double at_once_milliseconds = check::Limit(100);
const double frame_milliseconds = check::Limit(250);

void CheckFrameComes(host::Effect& effect)
{
    host::Picture picture(FormatOf());
    CHECK(Milliseconds([&] { CHECK_EQUAL(ofx::status::ok, effect.Render(0, picture)); }) < frame_milliseconds);
    CHECK(picture.IsGuardWhole());
    CHECK(picture.At(0, 0)[3] == 1.0f);
}

bool StatusComesTo(host::Effect& effect, const std::string& words, int seconds)
{
    return Wait(std::chrono::seconds(seconds), [&] { return effect.Press("refresh"), Holds(effect.Text("status"), words); });
}

}  // namespace real
