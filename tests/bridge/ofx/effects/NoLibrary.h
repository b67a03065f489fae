// What the tests share that run without the plug-in host library.
#pragma once

#include "../Check.h"

#include <cmath>
#include <host/Program.h>
#include <standard/Names.h>
#include <string>

namespace without_library {

inline const host::Bundle& TheBundle()
{
    static const host::Bundle bundle(SORA2_BUNDLE_BINARY);
    return bundle;
}

inline constexpr const char* some_ticket = "a-ticket-that-names-nothing";

inline host::PictureFormat FormatOf(const char* depth, const char* components)
{
    host::PictureFormat format;
    format.width = 320;
    format.height = 180;
    format.depth = depth;
    format.components = components;
    return format;
}

inline const char* const depths[] = {ofx::depth::byte_, ofx::depth::short_, ofx::depth::half, ofx::depth::float_};
inline const char* const layouts[] = {ofx::components::rgba, ofx::components::rgb, ofx::components::alpha};

// Whether two pictures agree to a step of eight bits.
inline bool IsAlike(const host::Picture& one, const host::Picture& other)
{
    for (int y = 0; y < one.Format().height; y++) {
        for (int x = 0; x < one.Format().width; x++) {
            const host::Pixel a = one.At(x, y);
            const host::Pixel b = other.At(x, y);
            for (std::size_t i = 0; i < 3; i++) {
                if (std::abs(a[i] - b[i]) > 0.5f / 255 + 0.001f) {
                    return false;
                }
            }
        }
    }

    return true;
}

inline bool IsOneColour(const host::Picture& picture)
{
    const auto first = picture.At(0, 0);
    for (int y = 0; y < picture.Format().height; y++) {
        for (int x = 0; x < picture.Format().width; x++) {
            if (picture.At(x, y) != first) {
                return false;
            }
        }
    }

    return true;
}

}  // namespace without_library
