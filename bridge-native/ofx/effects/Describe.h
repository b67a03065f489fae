// What the effects tell a host about themselves. Nothing here touches the disk, the network or the plug-in host library.
#pragma once

#include "../instances/Controls.h"

#include <string>

namespace sora2 {

ofx::Status Describe(const Host& host, ofx::Effect effect, EffectKind kind);
ofx::Status DescribeInContext(const Host& host, ofx::Effect effect, EffectKind kind, const std::string& context);

}  // namespace sora2
