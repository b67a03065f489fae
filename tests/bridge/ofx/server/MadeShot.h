// One real shot, made once for all the tests of a program.
#pragma once

#include "RealServer.h"

#include <cstdint>
#include <memory>
#include <standard/Names.h>
#include <string>
#include <vector>

namespace real {

inline constexpr int frame_count = 12;  // half a second of 24 frames
inline const host::ProjectFormat project = {64, 36, 24, 1};

host::PictureFormat FormatOf(const char* depth = ofx::depth::byte_, const char* components = ofx::components::rgba);

// A program with one Sora2 Shot in it.
struct Shot {
    explicit Shot(const host::ProjectFormat& format = project, const host::Quirks& ways = {});

    host::Program program;
    host::Effect effect;
};

struct Made {
    Shot shot;
    double press_milliseconds = 0;
    std::string ticket_at_once;
    std::vector<std::uint8_t> picture_at_once;
    std::string end;
};

// Skips the test where there is no library; throws when the shot cannot be made.
Made& TheShot();

std::vector<std::uint8_t> Shown(host::Effect& effect, double time);
std::vector<std::vector<std::uint8_t>> AllFrames();

// A project that was saved with nothing but the shot's ticket.
std::unique_ptr<Shot> Reopened(const host::ProjectFormat& format = project);

// What a user and a host are made to wait at most, whatever the server does.
extern const double at_once_milliseconds;
extern const double frame_milliseconds;

// A whole, opaque frame of `project`, in time.
void CheckFrameComes(host::Effect& effect);

// Presses Update until the status line holds the words; false when the seconds are over.
bool StatusComesTo(host::Effect& effect, const std::string& words, int seconds);

}  // namespace real
