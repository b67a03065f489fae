#include "PlainCopy.h"

void CopyToFloats(const std::vector<std::uint8_t>& rgb, std::vector<std::uint8_t>& rgba)
{
    const auto* from = reinterpret_cast<const std::uint16_t*>(rgb.data());
    auto* to = reinterpret_cast<float*>(rgba.data());
    for (std::size_t pixel = 0; pixel < rgb.size() / 6; pixel++) {
        for (std::size_t channel = 0; channel < 3; channel++) {
            to[pixel * 4 + channel] = static_cast<float>(from[pixel * 3 + channel]) / 65535.0f;
        }

        to[pixel * 4 + 3] = 1.0f;
    }
}

void CopyToBytes(const std::vector<std::uint8_t>& rgb, std::vector<std::uint8_t>& rgba)
{
    const auto* from = reinterpret_cast<const std::uint16_t*>(rgb.data());
    for (std::size_t pixel = 0; pixel < rgb.size() / 6; pixel++) {
        for (std::size_t channel = 0; channel < 3; channel++) {
            rgba[pixel * 4 + channel] = static_cast<std::uint8_t>((from[pixel * 3 + channel] + 128) / 257);
        }

        rgba[pixel * 4 + 3] = 255;
    }
}
