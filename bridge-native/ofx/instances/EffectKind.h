// The two effects of the bundle, and what they are called.
#pragma once

namespace sora2 {

enum class EffectKind { shot, extend };

inline constexpr unsigned version_major = 0;
inline constexpr unsigned version_minor = 1;

// As projects name it: never changed.
constexpr const char* Identifier(EffectKind kind)
{
    return kind == EffectKind::shot ? "org.sora2plugin.shot" : "org.sora2plugin.extend";
}

constexpr const char* Label(EffectKind kind)
{
    return kind == EffectKind::shot ? "Sora2 Shot" : "Sora2 Extend";
}

}  // namespace sora2
