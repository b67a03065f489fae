// The frame for a host's time: the shot's, the source's, or a placeholder.
#pragma once

#include "../instances/Instance.h"

namespace sora2 {

// Never makes anything, and never waits for the server while somebody looks on: hosts render ahead, from several threads, and want an
// answer at once. Only a host that writes frames for good, in order, waits for a finished shot's frames, for a limited time.
ofx::Status Render(Instance& instance, const Properties& in);

// Whether the host may show the source itself at that time.
bool IsSource(const Instance& instance, double time);

}  // namespace sora2
