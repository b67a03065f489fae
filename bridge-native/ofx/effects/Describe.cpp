#include "Describe.h"

#include "../standard/Names.h"

namespace sora2 {
namespace {

bool IsServed(EffectKind kind, const std::string& context)
{
    return context == ofx::context::general || context == (kind == EffectKind::shot ? ofx::context::generator : ofx::context::filter);
}

ofx::Status DefineClip(const Host& host, ofx::Effect effect, const char* name)
{
    ofx::PropertySet set = nullptr;
    const ofx::Status status = host.effects->clip_define(effect, name, &set);
    if (status != ofx::status::ok) {
        return status;
    }

    const Properties clip = host.Of(set);
    clip.SetString(ofx::prop::supported_components, ofx::components::rgba, 0);
    clip.SetString(ofx::prop::supported_components, ofx::components::rgb, 1);
    clip.SetString(ofx::prop::supported_components, ofx::components::alpha, 2);
    clip.SetInt(ofx::prop::supports_tiles, 0);
    return status;
}

}  // namespace

ofx::Status Describe(const Host& host, ofx::Effect effect, EffectKind kind)
{
    const Properties about = host.OfEffect(effect);
    if (!about) {
        return ofx::status::bad_handle;
    }

    const bool is_shot = kind == EffectKind::shot;
    about.SetString(ofx::prop::label, Label(kind));
    about.SetString(ofx::prop::short_label, Label(kind));
    about.SetString(ofx::prop::long_label, Label(kind));
    about.SetString(ofx::prop::grouping, "Sora2");
    about.SetString(ofx::prop::description,
        is_shot ? "Makes a shot from a text, with the Sora2 server of this workstation, and shows its frames."
                : "Makes a clip longer, before its start or after its end, with the Sora2 server of this workstation.");
    about.SetInt(ofx::prop::version, version_major, 0);
    about.SetInt(ofx::prop::version, version_minor, 1);

    about.SetString(ofx::prop::supported_contexts, is_shot ? ofx::context::generator : ofx::context::filter, 0);
    about.SetString(ofx::prop::supported_contexts, ofx::context::general, 1);
    about.SetString(ofx::prop::supported_depths, ofx::depth::byte_, 0);
    about.SetString(ofx::prop::supported_depths, ofx::depth::short_, 1);
    about.SetString(ofx::prop::supported_depths, ofx::depth::half, 2);
    about.SetString(ofx::prop::supported_depths, ofx::depth::float_, 3);

    about.SetString(ofx::prop::render_thread_safety, ofx::thread_safety::fully_safe);
    about.SetInt(ofx::prop::host_frame_threading, 0);
    about.SetInt(ofx::prop::single_instance, 0);
    about.SetInt(ofx::prop::supports_multi_resolution, 1);
    about.SetInt(ofx::prop::supports_tiles, 0);
    about.SetInt(ofx::prop::multiple_clip_depths, 0);
    about.SetInt(ofx::prop::multiple_clip_pars, 0);
    about.SetInt(ofx::prop::field_render_twice, 0);
    // Extend takes frames around the cut when Generate is pressed.
    about.SetInt(ofx::prop::temporal_clip_access, is_shot ? 0 : 1);
    return ofx::status::ok;
}

ofx::Status DescribeInContext(const Host& host, ofx::Effect effect, EffectKind kind, const std::string& context)
{
    if (!IsServed(kind, context)) {
        return ofx::status::unsupported;
    }

    ofx::Status status = DefineClip(host, effect, ofx::output_clip);
    if (status == ofx::status::ok && kind == EffectKind::extend) {
        status = DefineClip(host, effect, ofx::source_clip);
    }

    ofx::ParamSet params = nullptr;
    if (status == ofx::status::ok) {
        status = host.effects->get_param_set(effect, &params);
    }

    return status == ofx::status::ok ? DefineControls(host, params, kind) : status;
}

}  // namespace sora2
