#include "Actions.h"

#include "../frames/Render.h"
#include "../jobs/Jobs.h"
#include "../standard/Names.h"
#include "../wishes/Buttons.h"
#include "Describe.h"

#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

namespace sora2 {
namespace {

// What an effect knows of its host. melt loads and describes for every frame, on several threads, so a host that was seen before is
// found again, and none is ever freed.
struct Loaded {
    std::atomic<const ofx::Host*> raw{nullptr};
    std::atomic<const Host*> host{nullptr};
    std::atomic<bool> is_loaded{false};
    std::atomic<int> instances{0};
};

std::array<Loaded, 2> s_loaded;

Loaded& Of(EffectKind kind)
{
    return s_loaded[static_cast<std::size_t>(kind)];
}

bool IsSame(const Host& one, const Host& other)
{
    return one.raw == other.raw && one.properties == other.properties && one.effects == other.effects && one.params == other.params &&
        one.message == other.message && one.persistent_message == other.persistent_message && one.progress == other.progress && one.name == other.name;
}

const Host* Remember(const ofx::Host* raw)
{
    static std::mutex& mutex = *new std::mutex;
    static auto& hosts = *new std::vector<std::unique_ptr<const Host>>;

    auto host = FetchHost(raw);
    if (host == nullptr) {
        return nullptr;
    }

    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& known : hosts) {
        if (IsSame(*known, *host)) {
            return known.get();
        }
    }

    hosts.push_back(std::move(host));
    return hosts.back().get();
}

struct Call {
    EffectKind kind;
    const Host* host;  // null before Load
    ofx::Effect effect;
    ofx::PropertySet in_set;
    ofx::PropertySet out_set;

    Properties In() const { return host->Of(in_set); }
    Properties Out() const { return host->Of(out_set); }
};

ofx::Status Load(const Call& call)
{
    Loaded& loaded = Of(call.kind);
    const Host* host = Remember(loaded.raw);
    if (host == nullptr) {
        return ofx::status::missing_host_feature;
    }

    loaded.host = host;
    loaded.is_loaded = true;
    // Anything but OK makes some hosts drop the effect without a word.
    return ofx::status::ok;
}

ofx::Status Unload(const Call& call)
{
    Of(call.kind).is_loaded = false;
    bool is_idle = true;
    for (const Loaded& loaded : s_loaded) {
        is_idle = is_idle && !loaded.is_loaded && loaded.instances == 0;
    }

    if (is_idle) {
        Jobs::OfProcess().Close();
    }

    return ofx::status::ok;
}

ofx::Status DescribeEffect(const Call& call)
{
    return Describe(*call.host, call.effect, call.kind);
}

ofx::Status DescribeEffectInContext(const Call& call)
{
    return DescribeInContext(*call.host, call.effect, call.kind, call.In().String(ofx::prop::context));
}

ofx::Status CreateInstance(const Call& call)
{
    const Properties about = call.host->OfEffect(call.effect);
    if (!about) {
        return ofx::status::bad_handle;
    }

    Jobs::OfProcess().SetClientName((call.host->label.empty() ? call.host->name : call.host->label) + ", Sora2 bridge " + std::to_string(version_major) + "." +
        std::to_string(version_minor));
    auto instance = std::make_unique<Instance>(*call.host, call.effect, call.kind);
    about.SetPointer(ofx::prop::instance_data, instance.get());
    if (Instance::From(*call.host, call.effect) != instance.get()) {
        return ofx::status::failed;
    }

    // The host holds it now, until DestroyInstance.
    instance.release();
    ++Of(call.kind).instances;
    return ofx::status::ok;
}

ofx::Status DestroyInstance(const Call& call)
{
    Instance* instance = Instance::From(*call.host, call.effect);
    if (instance == nullptr) {
        return ofx::status::bad_handle;
    }

    call.host->OfEffect(call.effect).SetPointer(ofx::prop::instance_data, nullptr);
    delete instance;
    --Of(call.kind).instances;
    return ofx::status::ok;
}

ofx::Status InstanceChanged(const Call& call)
{
    Instance* instance = Instance::From(*call.host, call.effect);
    if (instance == nullptr) {
        return ofx::status::bad_handle;
    }

    // Setting a parameter in here comes back as a change of the plug-in's own.
    const Properties in = call.In();
    if (in.String(ofx::prop::change_reason) != ofx::change::user_edited || in.String(ofx::prop::type) != ofx::type::parameter) {
        return ofx::status::reply_default;
    }

    OnChanged(*instance, in.String(ofx::prop::name), in.Double(ofx::prop::time));
    return ofx::status::ok;
}

ofx::Status SyncPrivateData(const Call& call)
{
    const Instance* instance = Instance::From(*call.host, call.effect);
    if (instance == nullptr) {
        return ofx::status::bad_handle;
    }

    // A save must not load the library for an effect that was never used.
    if (!instance->Text(Control::ticket).empty()) {
        SaveState(*instance);
    }

    return ofx::status::ok;
}

ofx::Status GetClipPreferences(const Call& call)
{
    const Properties out = call.Out();
    // Without it a host may render one frame and show it for all.
    out.SetInt(ofx::prop::frame_varying, 1);
    if (call.kind == EffectKind::shot) {
        out.SetString(ofx::prop::premultiplication, ofx::alpha::opaque);
    }

    return ofx::status::ok;
}

ofx::Status GetRegionOfDefinition(const Call& call)
{
    const Instance* instance = Instance::From(*call.host, call.effect);
    if (instance == nullptr) {
        return ofx::status::bad_handle;
    }

    // Past the source's end a host would find nothing to define; a filter's region is its source's everywhere.
    if (instance->IsFilter() || IsSource(*instance, call.In().Double(ofx::prop::time))) {
        return ofx::status::reply_default;
    }

    const Properties about = call.host->OfEffect(call.effect);
    const double width = about.Double(ofx::prop::project_size, 0);
    const double height = about.Double(ofx::prop::project_size, 1);
    if (!(width > 0 && height > 0)) {
        return ofx::status::reply_default;
    }

    const double left = about.Double(ofx::prop::project_offset, 0);
    const double bottom = about.Double(ofx::prop::project_offset, 1);
    const double sides[] = {left, bottom, left + width, bottom + height};
    for (int i = 0; i < 4; i++) {
        call.Out().SetDouble(ofx::prop::region_of_definition, sides[i], i);
    }

    return ofx::status::ok;
}

ofx::Status IsIdentity(const Call& call)
{
    const Instance* instance = Instance::From(*call.host, call.effect);
    if (instance == nullptr) {
        return ofx::status::bad_handle;
    }

    const double time = call.In().Double(ofx::prop::time);
    if (instance->Text(Control::ticket).empty() || !IsSource(*instance, time)) {
        return ofx::status::reply_default;
    }

    call.Out().SetString(ofx::prop::name, ofx::source_clip);
    call.Out().SetDouble(ofx::prop::time, time);
    return ofx::status::ok;
}

ofx::Status RenderFrame(const Call& call)
{
    Instance* instance = Instance::From(*call.host, call.effect);
    return instance == nullptr ? ofx::status::bad_handle : Render(*instance, call.In());
}

ofx::Status Nothing(const Call&)
{
    return ofx::status::reply_default;
}

struct Action {
    const char* name;
    ofx::Status (*run)(const Call&);
};

constexpr Action actions[] = {
    {ofx::action::load, Load},
    {ofx::action::unload, Unload},
    {ofx::action::describe, DescribeEffect},
    {ofx::action::describe_in_context, DescribeEffectInContext},
    {ofx::action::create_instance, CreateInstance},
    {ofx::action::destroy_instance, DestroyInstance},
    {ofx::action::begin_instance_changed, Nothing},
    {ofx::action::instance_changed, InstanceChanged},
    {ofx::action::end_instance_changed, Nothing},
    {ofx::action::sync_private_data, SyncPrivateData},
    {ofx::action::purge_caches, Nothing},
    {ofx::action::get_clip_preferences, GetClipPreferences},
    {ofx::action::get_region_of_definition, GetRegionOfDefinition},
    {ofx::action::get_regions_of_interest, Nothing},
    {ofx::action::get_frames_needed, Nothing},
    {ofx::action::get_time_domain, Nothing},
    {ofx::action::is_identity, IsIdentity},
    {ofx::action::begin_sequence_render, Nothing},
    {ofx::action::render, RenderFrame},
    {ofx::action::end_sequence_render, Nothing},
};

ofx::Status Run(const Action& action, const Call& call)
{
    const bool needs_host = action.run != Load && action.run != Unload;
    return needs_host && call.host == nullptr ? ofx::status::failed : action.run(call);
}

}  // namespace

void SetHost(EffectKind kind, const ofx::Host* host)
{
    Of(kind).raw = host;
}

ofx::Status Act(EffectKind kind, const char* action, const void* handle, ofx::PropertySet in, ofx::PropertySet out) noexcept
{
    try {
        const auto effect = static_cast<ofx::Effect>(const_cast<void*>(handle));
        for (const Action& known : actions) {
            if (action != nullptr && std::strcmp(known.name, action) == 0) {
                return Run(known, {kind, Of(kind).host, effect, in, out});
            }
        }

        return ofx::status::reply_default;
    } catch (const std::bad_alloc&) {
        return ofx::status::memory;
    } catch (...) {
        return ofx::status::failed;
    }
}

}  // namespace sora2
