#include "../Check.h"

#include <cmath>
#include <jobs/ShotTime.h>

namespace {

using sora2::FrameAt;
using sora2::HostFrames;
using sora2::Rate;
using sora2::RateFrom;

constexpr Rate film = {24, 1};
constexpr Rate slowed_film = {24000, 1001};
constexpr Rate pal = {25, 1};
constexpr Rate ntsc = {30000, 1001};

bool Is(Rate rate, std::int64_t numerator, std::int64_t denominator)
{
    return rate.numerator == numerator && rate.denominator == denominator;
}

}  // namespace

TEST(RateFrom_KnowsTheSlowedRates)
{
    CHECK(Is(RateFrom(23.976), 24000, 1001));
    CHECK(Is(RateFrom(23.98), 24000, 1001));
    CHECK(Is(RateFrom(24000.0 / 1001), 24000, 1001));
    CHECK(Is(RateFrom(29.97), 30000, 1001));
    CHECK(Is(RateFrom(59.94), 60000, 1001));
    CHECK(Is(RateFrom(119.88), 120000, 1001));
    CHECK(Is(RateFrom(47.952), 48000, 1001));
}

TEST(RateFrom_WholeAndOddRatesStay)
{
    CHECK(Is(RateFrom(24), 24, 1));
    CHECK(Is(RateFrom(25), 25, 1));
    CHECK(Is(RateFrom(60), 60, 1));
    CHECK(Is(RateFrom(1), 1, 1));
    CHECK(Is(RateFrom(12.5), 25, 2));
    CHECK(Is(RateFrom(14.985), 15000, 1001));
}

TEST(RateFrom_WhatIsNoRateIs24)
{
    CHECK(Is(RateFrom(0), 24, 1));
    CHECK(Is(RateFrom(-25), 24, 1));
    CHECK(Is(RateFrom(NAN), 24, 1));
    CHECK(Is(RateFrom(INFINITY), 24, 1));
}

TEST(FrameAt_SameRateCountsFrameByFrame)
{
    for (std::int64_t frame = 0; frame < 200000; frame += 7) {
        CHECK_EQUAL(frame, FrameAt(static_cast<double>(frame) + 86400, 86400, slowed_film, slowed_film));
    }
}

TEST(FrameAt_NoiseOfDoublesDoesNotMoveAFrame)
{
    CHECK_EQUAL(13, FrameAt(12.9999999, 0, pal, pal));
    CHECK_EQUAL(13, FrameAt(13.0000001, 0, pal, pal));
}

TEST(FrameAt_BothFieldsShowOneFrame)
{
    CHECK_EQUAL(7, FrameAt(7, 0, pal, pal));
    CHECK_EQUAL(7, FrameAt(7.5, 0, pal, pal));
}

TEST(FrameAt_BeforeTheShotIsNegative)
{
    CHECK_EQUAL(-1, FrameAt(99.5, 100, pal, pal));
    CHECK_EQUAL(-1, FrameAt(99, 100, pal, pal));
    CHECK_EQUAL(-2, FrameAt(98, 100, pal, film));
}

TEST(FrameAt_OtherRatesKeepTheTime)
{
    CHECK_EQUAL(24, FrameAt(25, 0, pal, film));
    CHECK_EQUAL(23, FrameAt(24, 0, pal, film));
    CHECK_EQUAL(50, FrameAt(24, 0, film, {50, 1}));
    CHECK_EQUAL(1000, FrameAt(1001, 0, {24, 1}, {24000, 1001}));
    CHECK_EQUAL(999, FrameAt(1000.9, 0, {24, 1}, {24000, 1001}));
}

TEST(FrameAt_AbsurdTimesDoNotOverflow)
{
    CHECK(FrameAt(1e300, 0, ntsc, ntsc) > 0);
    CHECK(FrameAt(-1e300, 0, ntsc, ntsc) < 0);
    CHECK_EQUAL(0, FrameAt(NAN, 0, ntsc, ntsc));
    CHECK(FrameAt(1e300, -1e300, {1, 1000}, {120000, 1001}) > 0);
}

TEST(HostFrames_CountsABegunFrameWhole)
{
    CHECK_EQUAL(96, HostFrames(96, film, film));
    CHECK_EQUAL(25, HostFrames(24, pal, film));
    CHECK_EQUAL(2, HostFrames(1, pal, film));
    CHECK_EQUAL(0, HostFrames(0, pal, film));
}
