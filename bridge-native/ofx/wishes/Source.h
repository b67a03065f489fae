// The frames beside the cut, from the host's clip to the library.
#pragma once

#include "../jobs/Jobs.h"
#include "../instances/Instance.h"

#include <memory>
#include <string>

namespace sora2 {

struct GatheredSource {
    std::unique_ptr<const SourceFrames> frames;  // null: refused, with the reason in `why`
    double cut = 0;
    std::string why;
};

// Takes the frames next to the cut: the last ones before it, or the first ones after it when the new piece goes in front. Only in
// actions in which hosts give images; blocks for as long as the host takes to make them.
GatheredSource GatherSource(const Instance& instance, double playhead);

}  // namespace sora2
