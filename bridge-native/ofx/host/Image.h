// One image that the host lent, given back by the destructor.
#pragma once

#include "Host.h"

#include <sora2/plugin_host.h>

namespace sora2 {

class Image {
public:
    // Null when the host has none at that time: past its clip, not connected, or not to be had now.
    Image(const Host& host, ofx::Clip clip, double time);
    ~Image();
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;

    explicit operator bool() const { return set_ != nullptr; }

    // Whether depth, components and size are what the bridge can draw into.
    bool IsUsable() const { return is_usable_; }

    // All of the image's memory, or the part of it inside `window`, as the host counts pixels. A picture's whole size is its region of
    // definition, so that it does not depend on which part was lent.
    Sora2Image View() const { return View(bounds_); }
    Sora2Image View(const ofx::RectI& window) const;

    // The same, counted from the corner of another image's picture.
    Sora2Image ViewFrom(const Image& origin) const;

private:
    const Host& host_;
    ofx::PropertySet set_ = nullptr;
    bool is_usable_ = false;
    ofx::RectI bounds_{};
    ofx::RectI region_{};
    Sora2Image view_{};
};

}  // namespace sora2
