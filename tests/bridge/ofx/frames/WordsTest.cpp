#include "../Check.h"

#include <cmath>
#include <cstring>
#include <frames/Words.h>
#include <set>

namespace {

Sora2JobState StateOf(int stage)
{
    Sora2JobState state{};
    state.size = sizeof state;
    state.stage = stage;
    state.seconds_left = -1;
    return state;
}

bool Holds(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST(InWords_EveryStageHasItsOwn)
{
    std::set<std::string> states;
    for (int stage = SORA2_JOB_SENDING; stage <= SORA2_JOB_MISSING; stage++) {
        const auto words = sora2::InWords(StateOf(stage), "", "", false);
        CHECK(!words.state.empty());
        CHECK(stage == SORA2_JOB_READY || !words.advice.empty());
        states.insert(words.state);
    }

    CHECK_EQUAL(std::size_t{8}, states.size());
    CHECK(sora2::InWords(StateOf(99), "", "", false).is_fault);
}

TEST(InWords_ProgressIsAlwaysAShare)
{
    Sora2JobState state = StateOf(SORA2_JOB_RUNNING);
    for (const double progress : {-1.0, 0.0, 0.425, 1.0, 7.0, static_cast<double>(NAN)}) {
        state.progress = progress;
        const auto words = sora2::InWords(state, "", "", false);
        CHECK(words.progress >= 0 && words.progress <= 1);
    }

    state.progress = 0.425;
    state.seconds_left = 29.2;
    std::strcpy(state.step, "denoise 5 of 12");
    const auto words = sora2::InWords(state, "", "", false);
    CHECK_EQUAL(std::string("Making the shot: 42 %, 30 s left"), words.state);
    CHECK_EQUAL(std::string("denoise 5 of 12"), words.detail);
    state.seconds_left = NAN;
    CHECK_EQUAL(std::string("Making the shot: 42 %"), sora2::InWords(state, "", "", false).state);
    state.seconds_left = 121;
    CHECK_EQUAL(std::string("Making the shot: 42 %, 3 min left"), sora2::InWords(state, "", "", false).state);
}

TEST(InWords_TroubleWithTheServerIsAFaultAndSaidOnce)
{
    Sora2JobState state = StateOf(SORA2_JOB_SENDING);
    std::strcpy(state.message, "No server runs.");
    CHECK(!sora2::InWords(state, "", "", false).is_fault);
    const auto words = sora2::InWords(state, "", "No server runs.", false);
    CHECK(words.is_fault);
    CHECK_EQUAL(std::string("No server runs."), words.detail);
}

TEST(InWords_AMissingShotIsNamedAndOffered)
{
    const Sora2JobState state = StateOf(SORA2_JOB_MISSING);
    CHECK(Holds(sora2::InWords(state, "SORA2_SH0010_v001", "", true).state, "SORA2_SH0010_v001"));
    CHECK(Holds(sora2::InWords(state, "", "", true).advice, "Make again"));
    CHECK(Holds(sora2::InWords(state, "", "", false).advice, "Generate"));
}

TEST(StatusLine_IsOneLineWithWhatTheUserShouldKnow)
{
    Sora2JobState state = StateOf(SORA2_JOB_READY);
    state.frames = 48;
    std::strcpy(state.shot, "SORA2_SH0010_v001");
    std::strcpy(state.message, "The pack does not know: \"dragon\".");
    CHECK_EQUAL(std::string("Ready: SORA2_SH0010_v001, 48 frames. The pack does not know: \"dragon\"."),
        sora2::StatusLine(sora2::InWords(state, "", "", false)));

    state = StateOf(SORA2_JOB_FAILED);
    std::strcpy(state.message, "one\ntwo");
    CHECK(!Holds(sora2::StatusLine(sora2::InWords(state, "", "", false)), "\n"));
}
