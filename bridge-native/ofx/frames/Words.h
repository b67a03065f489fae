// A job's state in words: for the placeholder and for the status line.
#pragma once

#include "../pictures/Placeholder.h"

#include <string>

namespace sora2 {

// `shot` is the name that the project remembers; `trouble` what is wrong with the server, both may be empty.
Placeholder InWords(const Sora2JobState& state, const std::string& shot, const std::string& trouble, bool has_recipe);

// The same in one line.
std::string StatusLine(const Placeholder& words);

bool IsUnderWay(const Sora2JobState& state);

}  // namespace sora2
