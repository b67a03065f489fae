// An instance's settings as the request that the library takes.
#pragma once

#include "../instances/Instance.h"

#include <sora2/plugin_host.h>

#include <string>

namespace sora2 {

// Keeps the text that the request points to.
class Wish {
public:
    explicit Wish(const Instance& instance);
    Wish(const Wish&) = delete;
    Wish& operator=(const Wish&) = delete;

    // Valid as long as this lives.
    Sora2Wish ToSend(Sora2Handle source_frames) const;

    bool HasPrompt() const { return !prompt_.empty(); }

private:
    std::string prompt_;
    std::string negative_;
    std::string pack_;
    std::string cast_;
    Sora2Wish wish_{};
};

}  // namespace sora2
