#include "Pixels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sora2 {
namespace {

int ComponentCount(int components)
{
    return components == SORA2_RGBA ? 4 : components == SORA2_RGB ? 3 : components == SORA2_ALPHA ? 1 : 0;
}

std::size_t SampleBytes(int depth)
{
    return depth == SORA2_DEPTH_BYTE ? 1u : depth == SORA2_DEPTH_SHORT || depth == SORA2_DEPTH_HALF ? 2u : depth == SORA2_DEPTH_FLOAT ? 4u : 0u;
}

// NaN becomes 0: it fails both comparisons.
float Unit(float value)
{
    return value > 0 ? (value < 1 ? value : 1.0f) : 0.0f;
}

void EncodeSample(float value, int depth, std::byte* to)
{
    if (depth == SORA2_DEPTH_BYTE) {
        const auto sample = static_cast<std::uint8_t>(std::lround(Unit(value) * 255.0f));
        std::memcpy(to, &sample, sizeof sample);
    } else if (depth == SORA2_DEPTH_SHORT) {
        const auto sample = static_cast<std::uint16_t>(std::lround(Unit(value) * 65535.0f));
        std::memcpy(to, &sample, sizeof sample);
    } else if (depth == SORA2_DEPTH_HALF) {
        const std::uint16_t sample = ToHalf(value);
        std::memcpy(to, &sample, sizeof sample);
    } else {
        std::memcpy(to, &value, sizeof value);
    }
}

float DecodeSample(const std::byte* from, int depth)
{
    if (depth == SORA2_DEPTH_BYTE) {
        return static_cast<float>(std::to_integer<int>(*from)) / 255.0f;
    }

    if (depth == SORA2_DEPTH_FLOAT) {
        float sample;
        std::memcpy(&sample, from, sizeof sample);
        return sample;
    }

    std::uint16_t sample;
    std::memcpy(&sample, from, sizeof sample);
    return depth == SORA2_DEPTH_HALF ? FromHalf(sample) : static_cast<float>(sample) / 65535.0f;
}

}  // namespace

std::uint16_t ToHalf(float value)
{
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
    bits &= 0x7FFFFFFFu;
    if (bits > 0x7F800000u) {
        return static_cast<std::uint16_t>(sign | 0x7E00u);
    }

    if (bits >= 0x477FF000u) {  // 65520, the first that rounds to infinity
        return static_cast<std::uint16_t>(sign | 0x7C00u);
    }

    if (bits < 0x38800000u) {  // below 2^-14: no hidden bit, steps of 2^-24
        float magnitude;
        std::memcpy(&magnitude, &bits, sizeof magnitude);
        return static_cast<std::uint16_t>(sign | static_cast<unsigned>(std::nearbyint(magnitude * 16777216.0f)));
    }

    // Round half to even; a carry into the exponent is the right one.
    bits += 0x0FFFu + ((bits >> 13) & 1u);
    return static_cast<std::uint16_t>(sign | ((bits - 0x38000000u) >> 13));
}

float FromHalf(std::uint16_t half)
{
    const int exponent = (half >> 10) & 0x1F;
    const int mantissa = half & 0x3FF;
    float magnitude;
    if (exponent == 31) {
        magnitude = mantissa == 0 ? HUGE_VALF : NAN;
    } else if (exponent == 0) {
        magnitude = std::ldexp(static_cast<float>(mantissa), -24);
    } else {
        magnitude = std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
    }

    return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

std::size_t PixelBytes(const Sora2Image& image)
{
    return static_cast<std::size_t>(ComponentCount(image.components)) * SampleBytes(image.depth);
}

std::byte* PixelAt(const Sora2Image& image, int x, int y)
{
    const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(y - image.y1) * image.row_bytes;
    const std::ptrdiff_t column = static_cast<std::ptrdiff_t>(x - image.x1) * static_cast<std::ptrdiff_t>(PixelBytes(image));
    return static_cast<std::byte*>(image.data) + row + column;
}

EncodedPixel Encode(const Colour& colour, const Sora2Image& layout)
{
    const std::array<float, 4> samples = {colour.red, colour.green, colour.blue, colour.alpha};
    const int first = layout.components == SORA2_ALPHA ? 3 : 0;

    EncodedPixel pixel{{}, PixelBytes(layout)};
    for (int i = 0; i < ComponentCount(layout.components); i++) {
        EncodeSample(samples[static_cast<std::size_t>(first + i)], layout.depth, pixel.bytes.data() + static_cast<std::size_t>(i) * SampleBytes(layout.depth));
    }

    return pixel;
}

Colour Decode(const std::byte* pixel, const Sora2Image& layout)
{
    std::array<float, 4> samples = {0, 0, 0, 1};
    const int first = layout.components == SORA2_ALPHA ? 3 : 0;
    for (int i = 0; i < ComponentCount(layout.components); i++) {
        samples[static_cast<std::size_t>(first + i)] = DecodeSample(pixel + static_cast<std::size_t>(i) * SampleBytes(layout.depth), layout.depth);
    }

    return {samples[0], samples[1], samples[2], samples[3]};
}

void Fill(const Sora2Image& image, const Colour& colour)
{
    const EncodedPixel pixel = Encode(colour, image);
    for (int y = image.y1; y < image.y2; y++) {
        std::byte* to = PixelAt(image, image.x1, y);
        for (int x = image.x1; x < image.x2; x++, to += pixel.size) {
            std::memcpy(to, pixel.bytes.data(), pixel.size);
        }
    }
}

void Copy(const Sora2Image& from, const Sora2Image& to)
{
    const bool is_same_layout = from.depth == to.depth && from.components == to.components;
    const int x1 = std::max(from.x1, to.x1);
    const int x2 = std::min(from.x2, to.x2);
    if (x1 > to.x1 || x2 < to.x2 || from.y1 > to.y1 || from.y2 < to.y2) {
        Fill(to, {0, 0, 0, 0});
    }

    const std::size_t from_size = PixelBytes(from);
    const std::size_t to_size = PixelBytes(to);
    for (int y = std::max(from.y1, to.y1); y < std::min(from.y2, to.y2) && x1 < x2; y++) {
        const std::byte* source = PixelAt(from, x1, y);
        std::byte* target = PixelAt(to, x1, y);
        if (is_same_layout) {
            std::memcpy(target, source, static_cast<std::size_t>(x2 - x1) * to_size);
            continue;
        }

        for (int x = x1; x < x2; x++, source += from_size, target += to_size) {
            const EncodedPixel pixel = Encode(Decode(source, from), to);
            std::memcpy(target, pixel.bytes.data(), pixel.size);
        }
    }
}

}  // namespace sora2
