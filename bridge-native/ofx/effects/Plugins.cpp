// The bundle's exports: two effects and the host that they are given.
#include "../standard/Names.h"
#include "Actions.h"
#include "Describe.h"

namespace {

using sora2::EffectKind;

template <EffectKind kind>
ofx::Plugin Declare()
{
    return {
        ofx::image_effect_api,
        1,
        sora2::Identifier(kind),
        sora2::version_major,
        sora2::version_minor,
        [](ofx::Host* host) { sora2::SetHost(kind, host); },
        [](const char* action, const void* handle, ofx::PropertySet in, ofx::PropertySet out) { return sora2::Act(kind, action, handle, in, out); },
    };
}

constexpr int effect_count = 2;

}  // namespace

#define SORA2_EXPORT extern "C" __attribute__((visibility("default")))

SORA2_EXPORT int OfxGetNumberOfPlugins()
{
    return effect_count;
}

SORA2_EXPORT ofx::Plugin* OfxGetPlugin(int index)
{
    static ofx::Plugin effects[effect_count] = {Declare<EffectKind::shot>(), Declare<EffectKind::extend>()};
    return index >= 0 && index < effect_count ? &effects[index] : nullptr;
}

SORA2_EXPORT ofx::Status OfxSetHost(const ofx::Host* host)
{
    sora2::SetHost(EffectKind::shot, host);
    sora2::SetHost(EffectKind::extend, host);
    return ofx::status::ok;
}
