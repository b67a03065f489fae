// Pixels of every depth and component layout that a host may hand in, behind one view.
#pragma once

#include <sora2/plugin_host.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace sora2 {

// Values from 0 to 1 as they stand in the file; no colour conversion.
struct Colour {
    float red, green, blue, alpha;
};

std::uint16_t ToHalf(float value);
float FromHalf(std::uint16_t half);

// Bytes of one pixel; 0 for a layout that is none.
std::size_t PixelBytes(const Sora2Image& image);

// The pixel at (x, y) of the picture, y as the image counts it. Must lie in the image's window.
std::byte* PixelAt(const Sora2Image& image, int x, int y);

// A pixel ready to be copied: at most four floats.
struct EncodedPixel {
    std::array<std::byte, 16> bytes;
    std::size_t size;
};

EncodedPixel Encode(const Colour& colour, const Sora2Image& layout);
Colour Decode(const std::byte* pixel, const Sora2Image& layout);

void Fill(const Sora2Image& image, const Colour& colour);

// Copies where the windows meet and fills the rest of `to` with transparent black. Both count y the same way.
void Copy(const Sora2Image& from, const Sora2Image& to);

}  // namespace sora2
