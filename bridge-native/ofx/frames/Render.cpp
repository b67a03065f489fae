#include "Render.h"

#include "../host/Image.h"
#include "../jobs/Jobs.h"
#include "../pictures/Pixels.h"
#include "../standard/Names.h"
#include "Words.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace sora2 {
namespace {

constexpr Colour black = {0, 0, 0, 1};

// Between two looks at a shot that is on its way.
constexpr std::chrono::milliseconds look_again{10};

// Whether the host writes frames for good, one after the other, and nobody looks on.
bool IsForGood(const Properties& in)
{
    return in.Int(ofx::prop::sequential_render) == 1 && in.Int(ofx::prop::interactive_render, 0, 1) == 0;
}

// A shot that is made already and whose frames are just being fetched; nothing is wrong so far.
bool IsArriving(const Sora2JobState& state)
{
    return (state.stage == SORA2_JOB_SENDING || state.stage == SORA2_JOB_FETCHING) && state.message[0] == 0;
}

// What is written for good is not drawn a second time, so that it waits, once for each job, for a shot that only has to be found.
// It does not wait for one that is being made.
Sora2JobState StateToShow(const Instance& instance, const Job& job, bool is_for_good)
{
    Sora2JobState state = job.State();
    while (is_for_good && IsArriving(state) && job.IsWorthWaitingFor() && instance.GetHost().effects->abort(instance.Handle()) == 0) {
        std::this_thread::sleep_for(look_again);
        state = job.State();
    }

    return state;
}

void ShowPlaceholder(Instance& instance, Placeholder words, const Sora2Image& view, const std::string& trouble = {})
{
    words.title = Label(instance.Kind());
    Draw(words, view);
    const std::string said = words.is_fault ? StatusLine(words) : std::string();
    if (trouble.empty()) {
        instance.Standing().Set(instance.GetHost(), instance.Handle(), said);
    } else {
        instance.Standing().SetForAll(instance.GetHost(), instance.Handle(), said, trouble);
    }
}

bool ShowSource(const Instance& instance, double time, const Image& output, const Sora2Image& view)
{
    const Image source(instance.GetHost(), instance.Source(), time);
    if (!source || !source.IsUsable()) {
        return false;
    }

    Copy(source.ViewFrom(output), view);
    return true;
}

// The host's frame that shows the shot's first one.
double ShotStart(const Instance& instance, const Sora2JobState& state, Rate host_rate)
{
    if (instance.Kind() == EffectKind::shot) {
        return instance.Real(Control::start);
    }

    const double cut = instance.Real(Control::cut);
    const bool is_tail = instance.Chosen<Side>(Control::side) == Side::tail;
    return is_tail ? cut : cut - static_cast<double>(HostFrames(state.frames, host_rate, {state.rate_numerator, state.rate_denominator}));
}

Placeholder Unreadable(Sora2Status status, const std::string& why)
{
    Placeholder words;
    words.state = status == SORA2_GONE ? "The shot's frames were deleted; they are being fetched again" : "The shot's frames cannot be read";
    words.detail = why;
    words.advice = "Press Update to try again.";
    words.is_fault = true;
    return words;
}

void ShowShot(Instance& instance, const Job& job, const Sora2JobState& state, double time, const Sora2Image& view)
{
    const Rate host_rate = instance.FrameRate();
    const Rate shot_rate = {state.rate_numerator, state.rate_denominator};
    const std::int64_t frame = FrameAt(time, ShotStart(instance, state, host_rate), host_rate, shot_rate);
    const std::int64_t held = std::clamp<std::int64_t>(frame, 0, state.frames - 1);
    if (held != frame && instance.Chosen<Outside>(Control::outside) == Outside::black) {
        Fill(view, black);
        instance.Standing().Set(instance.GetHost(), instance.Handle(), {});
        return;
    }

    std::string why;
    const Sora2Status status = job.Read(held, view, why);
    if (status == SORA2_OK) {
        instance.Standing().Set(instance.GetHost(), instance.Handle(), {});
    } else {
        ShowPlaceholder(instance, Unreadable(status, why), view);
    }
}

Placeholder Idle(EffectKind kind)
{
    Placeholder words;
    words.state = kind == EffectKind::shot ? "No shot yet" : "No new frames yet, and the source has no picture here";
    words.advice = kind == EffectKind::shot ? "Type a prompt and press Generate." : "Press Generate to make the clip longer.";
    return words;
}

Placeholder Refused(const std::string& why)
{
    Placeholder words;
    words.state = "The shot cannot be shown";
    words.advice = why;
    words.is_fault = true;
    return words;
}

Placeholder SourceMissing()
{
    Placeholder words;
    words.state = "The source has no picture here";
    words.advice = "Connect a clip, or move the cut.";
    words.is_fault = true;
    return words;
}

void Show(Instance& instance, double time, bool is_for_good, const Image& output, const Sora2Image& view)
{
    const std::string ticket = instance.Text(Control::ticket);
    if (IsSource(instance, time)) {
        if (ShowSource(instance, time, output, view)) {
            instance.Standing().Set(instance.GetHost(), instance.Handle(), {});
        } else {
            ShowPlaceholder(instance, ticket.empty() ? Idle(instance.Kind()) : SourceMissing(), view);
        }

        return;
    }

    if (ticket.empty()) {
        return ShowPlaceholder(instance, Idle(instance.Kind()), view);
    }

    std::string why;
    Jobs& jobs = Jobs::OfProcess();
    const auto job = jobs.Find(ticket, why);
    if (job == nullptr) {
        return ShowPlaceholder(instance, Refused(why), view);
    }

    const Sora2JobState state = StateToShow(instance, *job, is_for_good);
    if (state.stage == SORA2_JOB_READY && state.frames > 0 && state.rate_numerator > 0 && state.rate_denominator > 0) {
        return ShowShot(instance, *job, state, time, view);
    }

    const std::string trouble = IsUnderWay(state) ? jobs.ServerTrouble() : std::string();
    if (trouble.empty()) {
        StandingMessage::ForgetTrouble();
    }

    ShowPlaceholder(instance, InWords(state, instance.Text(Control::shot), trouble, !instance.Text(Control::recipe).empty()), view, trouble);
}

}  // namespace

bool IsSource(const Instance& instance, double time)
{
    if (instance.Kind() == EffectKind::shot) {
        return false;
    }

    // Before anything was made, the whole clip is the source's.
    if (instance.Text(Control::ticket).empty()) {
        return true;
    }

    const bool is_before = IsBefore(time, instance.Real(Control::cut));
    return is_before == (instance.Chosen<Side>(Control::side) == Side::tail);
}

ofx::Status Render(Instance& instance, const Properties& in)
{
    const double time = in.Double(ofx::prop::time);
    const Image output(instance.GetHost(), instance.Output(), time);
    if (!output) {
        return ofx::status::failed;
    }

    if (!output.IsUsable()) {
        instance.Standing().Set(instance.GetHost(), instance.Handle(), "Sora2 cannot draw into this kind of image. Use 8 or 16 bits, half or float; RGBA, RGB or alpha.");
        return ofx::status::image_format;
    }

    // Whichever field is asked for, all rows are filled: shots are progressive, and both fields of a frame show the same one.
    ofx::RectI window{};
    const bool has_window = in.Rect(ofx::prop::render_window, window);
    const Sora2Image view = has_window ? output.View(window) : output.View();
    if (view.x1 < view.x2 && view.y1 < view.y2) {
        Show(instance, time, IsForGood(in), output, view);
    }

    return ofx::status::ok;
}

}  // namespace sora2
