// The binary shapes of the OpenFX interface, version 1: only what this bridge and its test host use, in our own words.
#pragma once

#include <cstddef>

namespace ofx {

using Status = int;
using Time = double;

namespace status {
inline constexpr Status ok = 0;
inline constexpr Status failed = 1;
inline constexpr Status fatal = 2;
inline constexpr Status unknown = 3;
inline constexpr Status missing_host_feature = 4;
inline constexpr Status unsupported = 5;
inline constexpr Status exists = 6;
inline constexpr Status memory = 8;
inline constexpr Status bad_handle = 9;
inline constexpr Status bad_index = 10;
inline constexpr Status value = 11;
inline constexpr Status reply_yes = 12;
inline constexpr Status reply_no = 13;
inline constexpr Status reply_default = 14;
inline constexpr Status image_format = 1000;
}  // namespace status

// Handles are opaque to whichever side did not make them.
struct PropertySetBody;
struct EffectBody;
struct ClipBody;
struct ParamSetBody;
struct ParamBody;
struct ImageMemoryBody;
struct MutexBody;
using PropertySet = PropertySetBody*;
using Effect = EffectBody*;
using Clip = ClipBody*;
using ParamSet = ParamSetBody*;
using Param = ParamBody*;
using ImageMemory = ImageMemoryBody*;
using Mutex = MutexBody*;

struct RectI {
    int x1, y1, x2, y2;
};

struct RectD {
    double x1, y1, x2, y2;
};

struct RangeD {
    double min, max;
};

struct Host {
    PropertySet properties;
    const void* (*fetch_suite)(PropertySet host, const char* name, int version);
};

struct Plugin {
    const char* api;
    int api_version;
    const char* identifier;
    unsigned version_major;
    unsigned version_minor;
    void (*set_host)(Host* host);
    Status (*main_entry)(const char* action, const void* handle, PropertySet in, PropertySet out);
};

static_assert(sizeof(void*) != 8 || (sizeof(Host) == 16 && sizeof(Plugin) == 48 && offsetof(Plugin, main_entry) == 40));

}  // namespace ofx
