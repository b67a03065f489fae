// The desktop's file browser.
#pragma once

#include <string>

namespace sora2 {

// Starts the file browser on a folder as a process of its own and returns at once; false, with the reason in `why`, when it cannot
// be started.
bool ShowFolder(const std::string& folder, std::string& why);

}  // namespace sora2
