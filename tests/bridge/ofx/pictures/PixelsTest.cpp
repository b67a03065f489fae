#include "../Check.h"

#include <cmath>
#include <limits>
#include <pictures/Pixels.h>
#include <vector>

namespace {

Sora2Image ImageOf(void* data, int depth, int components, int width, int height)
{
    Sora2Image image{};
    image.size = sizeof image;
    image.depth = depth;
    image.components = components;
    image.bottom_up = 1;
    image.data = data;
    image.x2 = image.width = width;
    image.y2 = image.height = height;
    image.row_bytes = static_cast<std::ptrdiff_t>(sora2::PixelBytes(image)) * width;
    return image;
}

}  // namespace

TEST(Half_EveryValueComesBack)
{
    for (unsigned half = 0; half <= 0xFFFF; half++) {
        const float value = sora2::FromHalf(static_cast<std::uint16_t>(half));
        if (!std::isnan(value)) {
            CHECK_EQUAL(half, static_cast<unsigned>(sora2::ToHalf(value)));
        }
    }
}

TEST(Half_RoundsToNearestEven)
{
    CHECK_EQUAL(0x3C00, static_cast<int>(sora2::ToHalf(1.0f + 1.0f / 2048)));
    CHECK_EQUAL(0x3C02, static_cast<int>(sora2::ToHalf(1.0f + 3.0f / 2048)));
    CHECK_EQUAL(0x7C00, static_cast<int>(sora2::ToHalf(65520.0f)));
    CHECK_EQUAL(0x7BFF, static_cast<int>(sora2::ToHalf(65519.0f)));
    CHECK_EQUAL(0x0400, static_cast<int>(sora2::ToHalf(std::ldexp(1.0f, -14))));
    CHECK(std::isnan(sora2::FromHalf(sora2::ToHalf(NAN))));
}

TEST(Encode_DecodeGivesEveryDepthBack)
{
    const sora2::Colour colour = {0.2f, 0.4f, 0.6f, 0.8f};  // whole steps of both integer depths
    for (int depth = SORA2_DEPTH_BYTE; depth <= SORA2_DEPTH_FLOAT; depth++) {
        const Sora2Image layout = ImageOf(nullptr, depth, SORA2_RGBA, 1, 1);
        const sora2::Colour decoded = sora2::Decode(sora2::Encode(colour, layout).bytes.data(), layout);
        CHECK(std::fabs(decoded.red - colour.red) < 2e-4f);
        CHECK(std::fabs(decoded.alpha - colour.alpha) < 5e-4f);
    }
}

TEST(Encode_OvershootClipsAndNanIsBlack)
{
    const Sora2Image layout = ImageOf(nullptr, SORA2_DEPTH_BYTE, SORA2_RGB, 1, 1);
    const auto pixel = sora2::Encode({1.5f, -1.0f, NAN, 1}, layout);
    CHECK_EQUAL(255, std::to_integer<int>(pixel.bytes[0]));
    CHECK_EQUAL(0, std::to_integer<int>(pixel.bytes[1]));
    CHECK_EQUAL(0, std::to_integer<int>(pixel.bytes[2]));
}

TEST(Copy_ConvertsLayouts)
{
    std::vector<float> from_memory = {0.25f, 0.5f, 0.75f, 1.0f};
    std::vector<std::uint8_t> to_memory(3);
    sora2::Copy(ImageOf(from_memory.data(), SORA2_DEPTH_FLOAT, SORA2_RGBA, 1, 1), ImageOf(to_memory.data(), SORA2_DEPTH_BYTE, SORA2_RGB, 1, 1));
    CHECK_EQUAL(64, static_cast<int>(to_memory[0]));
    CHECK_EQUAL(191, static_cast<int>(to_memory[2]));
}

TEST(Copy_FillsWhereTheSourceEnds)
{
    std::vector<std::uint8_t> from_memory = {9};
    std::vector<std::uint8_t> to_memory(4, 77);
    sora2::Copy(ImageOf(from_memory.data(), SORA2_DEPTH_BYTE, SORA2_ALPHA, 1, 1), ImageOf(to_memory.data(), SORA2_DEPTH_BYTE, SORA2_ALPHA, 2, 2));
    CHECK(to_memory == (std::vector<std::uint8_t>{9, 0, 0, 0}));
}

TEST(Copy_WindowsThatDoNotMeetLeaveBlack)
{
    std::vector<std::uint8_t> from_memory = {9};
    std::vector<std::uint8_t> to_memory(1, 77);
    Sora2Image from = ImageOf(from_memory.data(), SORA2_DEPTH_BYTE, SORA2_ALPHA, 1, 1);
    from.x1 += 5;
    from.x2 += 5;
    sora2::Copy(from, ImageOf(to_memory.data(), SORA2_DEPTH_BYTE, SORA2_ALPHA, 1, 1));
    CHECK_EQUAL(0, static_cast<int>(to_memory[0]));
}
