// The picture that stands where a shot's frame is not there yet: what is the matter, how far it is, what to do.
#pragma once

#include <sora2/plugin_host.h>

#include <string>

namespace sora2 {

struct Placeholder {
    std::string title;
    std::string state;
    double progress = -1;  // 0 to 1; negative: no bar
    std::string detail;
    std::string advice;
    bool is_fault = false;
};

// Fills the image's window with its part of the placeholder, drawn for the whole picture.
void Draw(const Placeholder& placeholder, const Sora2Image& image);

}  // namespace sora2
