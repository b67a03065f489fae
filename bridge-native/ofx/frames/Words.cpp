#include "Words.h"

#include <cmath>

namespace sora2 {
namespace {

constexpr const char* press_update = "Press Update to see how far it is.";
constexpr const char* press_generate = "Press Generate to make it anew.";

std::string TimeLeft(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e7) {
        return {};
    }

    const long whole = std::lround(std::ceil(seconds));
    return whole < 120 ? std::to_string(whole) + " s left" : std::to_string((whole + 59) / 60) + " min left";
}

std::string Join(const std::string& one, const char* between, const std::string& other)
{
    return one.empty() || other.empty() ? one + other : one + between + other;
}

Placeholder Waiting(const char* state, const Sora2JobState& job, const std::string& trouble)
{
    Placeholder words;
    const std::string message = job.message;
    words.state = state;
    words.detail = message == trouble ? message : Join(message, "\n", trouble);
    words.is_fault = !trouble.empty();
    words.advice = press_update;
    return words;
}

Placeholder Running(const Sora2JobState& job, const std::string& trouble)
{
    Placeholder words = Waiting("Making the shot", job, trouble);
    const double progress = std::isnan(job.progress) ? 0 : std::fmin(std::fmax(job.progress, 0), 1);
    words.progress = progress;
    words.state += ": " + Join(std::to_string(static_cast<int>(progress * 100)) + " %", ", ", TimeLeft(job.seconds_left));
    words.detail = Join(job.step, "\n", words.detail);
    return words;
}

Placeholder Missing(const Sora2JobState& job, const std::string& shot, bool has_recipe)
{
    Placeholder words;
    words.state = (shot.empty() ? std::string("The shot") : shot) + " is not on this machine";
    words.advice = has_recipe ? "Press Make again to make it from its recipe." : press_generate;
    words.detail = Join(std::string("Ticket: ") + job.ticket, "\n", job.message);
    words.is_fault = true;
    return words;
}

Placeholder Ended(const char* state, const Sora2JobState& job, bool is_fault)
{
    Placeholder words;
    words.state = state;
    words.advice = press_generate;
    words.detail = job.message;
    words.is_fault = is_fault;
    return words;
}

Placeholder Ready(const Sora2JobState& job)
{
    Placeholder words;
    words.state = Join("Ready", ": ", job.shot) + ", " + std::to_string(job.frames) + " frames";
    words.advice = job.message;
    return words;
}

}  // namespace

Placeholder InWords(const Sora2JobState& state, const std::string& shot, const std::string& trouble, bool has_recipe)
{
    switch (state.stage) {
    case SORA2_JOB_SENDING:
        return Waiting("Waiting for the server", state, trouble);
    case SORA2_JOB_QUEUED:
        return Waiting("Waiting for its turn", state, trouble);
    case SORA2_JOB_RUNNING:
        return Running(state, trouble);
    case SORA2_JOB_FETCHING:
        return Waiting("The shot is made; its frames are being fetched", state, trouble);
    case SORA2_JOB_READY:
        return Ready(state);
    case SORA2_JOB_CANCELLED:
        return Ended("Cancelled", state, false);
    case SORA2_JOB_MISSING:
        return Missing(state, shot, has_recipe);
    default:
        return Ended("The shot could not be made", state, true);
    }
}

std::string StatusLine(const Placeholder& words)
{
    const std::string told = words.is_fault ? Join(words.detail, " ", words.advice) : words.advice;
    std::string line = Join(words.state, ". ", told);
    for (char& letter : line) {
        letter = letter == '\n' ? ' ' : letter;
    }

    return line;
}

bool IsUnderWay(const Sora2JobState& state)
{
    return state.stage >= SORA2_JOB_SENDING && state.stage <= SORA2_JOB_FETCHING;
}

}  // namespace sora2
