#include "ShotTime.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sora2 {
namespace {

// GCC and Clang have it on every 64-bit target; the pedantic warning is about other compilers.
__extension__ using Wide = __int128;

// A host's 12.9999999 means 13: times count in steps far below any field and far above the noise of doubles.
constexpr double steps_per_frame = 65536;

// Keeps every product below 2^127, whatever a host hands in; NaN is taken as 0.
constexpr double farthest_time = 1e9;

std::int64_t Steps(double time)
{
    return std::isnan(time) ? 0 : std::llround(std::clamp(time, -farthest_time, farthest_time) * steps_per_frame);
}

Wide FloorDivide(Wide value, Wide by)
{
    const Wide quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

Rate Reduced(std::int64_t numerator, std::int64_t denominator)
{
    const std::int64_t divisor = std::gcd(numerator, denominator);
    return {numerator / divisor, denominator / divisor};
}

}  // namespace

Rate RateFrom(double frames_per_second)
{
    // 23.976 and 23.98 are both in use for 24000/1001 and lie up to 0.004 from it; no whole rate is as near.
    constexpr double written_short = 0.0045;

    if (!(frames_per_second > 0.01 && frames_per_second < 100000)) {
        return {24, 1};
    }

    const double whole = std::round(frames_per_second);
    if (std::abs(frames_per_second - whole) < 0.0005) {
        return {std::max<std::int64_t>(1, static_cast<std::int64_t>(whole)), 1};
    }

    const double slowed = std::round(frames_per_second * 1.001);
    if (slowed >= 1 && std::abs(frames_per_second - slowed / 1.001) < written_short) {
        return Reduced(static_cast<std::int64_t>(slowed) * 1000, 1001);
    }

    return Reduced(std::llround(frames_per_second * 1000), 1000);
}

std::int64_t FrameAt(double time, double start, Rate host, Rate shot)
{
    const Wide steps = static_cast<Wide>(Steps(time)) - Steps(start);
    const Wide shot_units = steps * shot.numerator * host.denominator;
    const Wide units_per_frame = static_cast<Wide>(shot.denominator) * host.numerator * static_cast<Wide>(steps_per_frame);
    return static_cast<std::int64_t>(FloorDivide(shot_units, units_per_frame));
}

std::int64_t HostFrames(std::int64_t shot_frames, Rate host, Rate shot)
{
    const Wide host_units = static_cast<Wide>(shot_frames) * shot.denominator * host.numerator;
    const Wide units_per_frame = static_cast<Wide>(shot.numerator) * host.denominator;
    return static_cast<std::int64_t>(-FloorDivide(-host_units, units_per_frame));
}

bool IsBefore(double time, double limit)
{
    return Steps(time) < Steps(limit);
}

}  // namespace sora2
