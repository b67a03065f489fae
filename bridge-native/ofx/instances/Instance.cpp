#include "Instance.h"

#include "../standard/Names.h"

#include <cmath>

namespace sora2 {
namespace {

const ControlSpec& SpecOf(Control control)
{
    return control_specs[static_cast<std::size_t>(control)];
}

int EvenUp(double pixels)
{
    return 2 * static_cast<int>(std::ceil(pixels / 2 - 1e-6));
}

}  // namespace

Instance::Instance(const Host& host, ofx::Effect effect, EffectKind kind) : host_(host), effect_(effect), kind_(kind)
{
    is_filter_ = host.OfEffect(effect).String(ofx::prop::context) == ofx::context::filter;

    if (host.effects->clip_get_handle(effect, ofx::output_clip, &output_, nullptr) != ofx::status::ok) {
        output_ = nullptr;
    }

    if (kind == EffectKind::extend && host.effects->clip_get_handle(effect, ofx::source_clip, &source_, nullptr) != ofx::status::ok) {
        source_ = nullptr;
    }

    ofx::ParamSet set = nullptr;
    if (host.effects->get_param_set(effect, &set) != ofx::status::ok) {
        return;
    }

    for (const ControlSpec& spec : control_specs) {
        ofx::Param& param = params_[static_cast<std::size_t>(spec.control)];
        if (!Has(kind, spec) || host.params->get_handle(set, spec.name, &param, nullptr) != ofx::status::ok) {
            param = nullptr;
        }
    }
}

Instance* Instance::From(const Host& host, ofx::Effect effect)
{
    return static_cast<Instance*>(host.OfEffect(effect).Pointer(ofx::prop::instance_data));
}

std::string Instance::Text(Control control) const
{
    char* text = nullptr;
    const bool is_there = Param(control) != nullptr && host_.params->get_value(Param(control), &text) == ofx::status::ok && text != nullptr;
    return is_there ? text : "";
}

double Instance::Real(Control control) const
{
    double value = 0;
    const bool is_there = Param(control) != nullptr && host_.params->get_value(Param(control), &value) == ofx::status::ok;
    return is_there ? value : SpecOf(control).initial;
}

int Instance::Whole(Control control) const
{
    int value = 0;
    const bool is_there = Param(control) != nullptr && host_.params->get_value(Param(control), &value) == ofx::status::ok;
    return is_there ? value : static_cast<int>(SpecOf(control).initial);
}

bool Instance::SetText(Control control, const std::string& text) const
{
    if (Param(control) == nullptr) {
        return false;
    }

    return Text(control) == text || host_.params->set_value(Param(control), text.c_str()) == ofx::status::ok;
}

bool Instance::SetReal(Control control, double value) const
{
    if (Param(control) == nullptr) {
        return false;
    }

    return Real(control) == value || host_.params->set_value(Param(control), value) == ofx::status::ok;
}

void Instance::AskForSync(bool is_wanted) const
{
    if (const Properties about = host_.OfEffect(effect_)) {
        about.SetInt(ofx::prop::needs_syncing, is_wanted ? 1 : 0);
    }
}

Rate Instance::FrameRate() const
{
    const double of_effect = host_.OfEffect(effect_).Double(ofx::prop::frame_rate);
    if (of_effect > 0) {
        return RateFrom(of_effect);
    }

    ofx::PropertySet clip = nullptr;
    const bool has_clip = output_ != nullptr && host_.effects->clip_get_property_set(output_, &clip) == ofx::status::ok;
    return RateFrom(host_.Of(has_clip ? clip : nullptr).Double(ofx::prop::frame_rate));
}

PictureSize Instance::ProjectSize() const
{
    const Properties about = host_.OfEffect(effect_);
    const double aspect = about.Double(ofx::prop::project_pixel_aspect, 0, 1);
    const double width = about.Double(ofx::prop::project_size, 0) / (aspect > 0 ? aspect : 1);
    const double height = about.Double(ofx::prop::project_size, 1);

    // A host that does not know its project's size gets the most usual one; the library refuses sizes that are none.
    constexpr double largest = 1000000;
    const bool is_size = width > 0 && height > 0 && width < largest && height < largest;
    return is_size ? PictureSize{EvenUp(width), EvenUp(height)} : PictureSize{1920, 1080};
}

}  // namespace sora2
