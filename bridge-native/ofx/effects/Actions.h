// The table of actions: what each effect does when the host calls.
#pragma once

#include "../instances/Controls.h"

namespace sora2 {

void SetHost(EffectKind kind, const ofx::Host* host);

// Never throws; every error becomes a status.
ofx::Status Act(EffectKind kind, const char* action, const void* handle, ofx::PropertySet in, ofx::PropertySet out) noexcept;

}  // namespace sora2
