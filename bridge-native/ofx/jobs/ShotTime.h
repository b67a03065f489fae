// From the host's time to a shot's frame, exactly: frame rates are fractions and no product is rounded.
#pragma once

#include <cstdint>

namespace sora2 {

// Frames in a second.
struct Rate {
    std::int64_t numerator;
    std::int64_t denominator;
};

// Hosts give rates as doubles, some of them cut to 23.976 or 29.97: what is that near to N/1001 or a whole number is meant to be it.
// Anything that is no rate gives 24.
Rate RateFrom(double frames_per_second);

// The shot's frame on show at `time`, when its frame 0 begins at `start`; both in host frames. Negative before the shot.
std::int64_t FrameAt(double time, double start, Rate host, Rate shot);

// Host frames from the shot's first to its end, a begun one counted whole.
std::int64_t HostFrames(std::int64_t shot_frames, Rate host, Rate shot);

// Whether `time` is before `limit`, by the same rounding as FrameAt.
bool IsBefore(double time, double limit);

}  // namespace sora2
