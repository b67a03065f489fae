#include "Effect.h"

#include "Program.h"

#include <cmath>
#include <standard/Names.h>

namespace host {
namespace {

// The image that the render of this thread draws into.
thread_local Picture* t_output = nullptr;

// Images that the plug-in has of this thread's action and did not give back yet.
thread_local int t_lent = 0;

void SetPair(ofx::PropertySetBody& set, const char* name, double first, double second)
{
    set.Set(name, first, 0);
    set.Set(name, second, 1);
}

}  // namespace

Effect::Effect(Program& program, ofx::Plugin& plugin) : program_(program), plugin_(plugin)
{
    body_.effect = this;
    params_.effect = this;
    properties_.Set(ofx::prop::type, std::string("OfxTypeImageEffect"));
}

Effect::~Effect()
{
    if (is_created_) {
        Destroy();
    }
}

ofx::Status Effect::Act(const char* action, ofx::PropertySetBody* in, ofx::PropertySetBody* out)
{
    return plugin_.main_entry(action, &body_, in, out);
}

ofx::Status Effect::Describe()
{
    return Act(ofx::action::describe);
}

ofx::Status Effect::DescribeInContext(const std::string& context)
{
    ofx::PropertySetBody in;
    in.Set(ofx::prop::context, context);
    return Act(ofx::action::describe_in_context, &in);
}

ofx::Status Effect::Create(const std::string& context, const ProjectFormat& project)
{
    if (params_.params.empty()) {
        if (const ofx::Status status = DescribeInContext(context); status != ofx::status::ok) {
            return status;
        }

        for (const auto& param : params_.params) {
            param->effect = this;
            Initialise(*param);
        }
    }

    properties_.Set(ofx::prop::context, context);
    properties_.Set(ofx::prop::instance_data, static_cast<void*>(nullptr));
    properties_.Set(ofx::prop::frame_rate, project.frame_rate);
    properties_.Set(ofx::prop::project_pixel_aspect, project.pixel_aspect);
    SetPair(properties_, ofx::prop::project_size, project.width * project.pixel_aspect, project.height);
    SetPair(properties_, ofx::prop::project_offset, 0, 0);
    SetPair(properties_, ofx::prop::project_extent, project.width * project.pixel_aspect, project.height);
    settable_depth_++;
    const ofx::Status status = Act(ofx::action::create_instance);
    settable_depth_--;
    is_created_ = status == ofx::status::ok;
    return status;
}

ofx::Status Effect::Destroy()
{
    is_created_ = false;
    return Act(ofx::action::destroy_instance);
}

ofx::Status Effect::Changed(const std::string& param, const char* reason, double time)
{
    ofx::PropertySetBody in;
    in.Set(ofx::prop::type, std::string(ofx::type::parameter));
    in.Set(ofx::prop::name, param);
    in.Set(ofx::prop::change_reason, std::string(reason));
    in.Set(ofx::prop::time, time);
    SetPair(in, ofx::prop::render_scale, 1, 1);

    ofx::PropertySetBody reason_alone;
    reason_alone.Set(ofx::prop::change_reason, std::string(reason));
    const int lent_before = t_lent;
    settable_depth_++;
    Act(ofx::action::begin_instance_changed, &reason_alone);
    const ofx::Status status = Act(ofx::action::instance_changed, &in);
    Act(ofx::action::end_instance_changed, &reason_alone);
    settable_depth_--;
    return t_lent == lent_before ? status : ofx::status::fatal;
}

void Effect::Load(const std::string& param, const std::string& text)
{
    ofx::ParamBody& body = *params_.Find(param);
    const std::lock_guard<std::mutex> lock(body.mutex);
    body.text = text;
}

ofx::Status Effect::Type(const std::string& param, const std::string& text)
{
    Load(param, text);
    return Changed(param, ofx::change::user_edited, 0);
}

ofx::Status Effect::Type(const std::string& param, double value)
{
    params_.Find(param)->real = value;
    return Changed(param, ofx::change::user_edited, 0);
}

ofx::Status Effect::Choose(const std::string& param, int value)
{
    params_.Find(param)->whole = value;
    return Changed(param, ofx::change::user_edited, 0);
}

ofx::Status Effect::Press(const std::string& button, double playhead)
{
    return Changed(button, ofx::change::user_edited, playhead);
}

std::string Effect::Text(const std::string& param) const
{
    return params_.Find(param)->text;
}

double Effect::Real(const std::string& param) const
{
    return params_.Find(param)->real;
}

ofx::Status Effect::Render(double time, Picture& output)
{
    const PictureFormat& format = output.Format();
    return Render(time, output, {format.x, format.y, format.x + format.width, format.y + format.height});
}

ofx::Status Effect::Render(double time, Picture& output, const ofx::RectI& window)
{
    ofx::PropertySetBody in;
    in.Set(ofx::prop::time, time);
    in.Set(ofx::prop::field_to_render, output.Format().field);
    const int sides[] = {window.x1, window.y1, window.x2, window.y2};
    for (int i = 0; i < 4; i++) {
        in.Set(ofx::prop::render_window, sides[i], i);
    }

    SetPair(in, ofx::prop::render_scale, 1, 1);
    if (writes_movie) {
        in.Set(ofx::prop::sequential_render, 1);
        in.Set(ofx::prop::interactive_render, 0);
    }

    t_output = &output;
    t_lent = 0;
    const ofx::Status status = Act(ofx::action::render, &in);
    t_output = nullptr;
    return t_lent == 0 ? status : ofx::status::fatal;
}

void Effect::Connect(SourceFrames frames, double first, double last, const PictureFormat& format)
{
    frames_ = std::move(frames);
    source_format_ = format;
    ofx::PropertySetBody& clip = clips_.at(ofx::source_clip)->properties;
    SetPair(clip, ofx::prop::frame_range, first, last);
    clip.Set(ofx::prop::clip_connected, 1);
}

void Effect::Connect(std::vector<Picture*> ready, double first, double last)
{
    ready_ = std::move(ready);
    Connect(SourceFrames(), first, last, ready_.front()->Format());
}

ofx::Status Effect::LendImage(ofx::ClipBody& clip, double time, ofx::PropertySet* image)
{
    if (clip.name == ofx::output_clip) {
        *image = t_output != nullptr ? &t_output->Properties() : nullptr;
        t_lent += *image != nullptr ? 1 : 0;
        return *image != nullptr ? ofx::status::ok : ofx::status::failed;
    }

    if (program_.Ways().lends_no_source) {
        *image = nullptr;
        return ofx::status::ok;
    }

    if (!ready_.empty()) {
        t_lent++;
        *image = &ready_[static_cast<std::size_t>(time) % ready_.size()]->Properties();
        return ofx::status::ok;
    }

    auto picture = std::make_unique<Picture>(source_format_);
    if (!frames_ || !frames_(time, *picture)) {
        return ofx::status::failed;
    }

    t_lent++;
    *image = &picture->Properties();
    (*image)->owner = picture.release();
    (*image)->on_release = [](ofx::PropertySetBody* lent) { delete static_cast<Picture*>(lent->owner); };
    return ofx::status::ok;
}

void Effect::TakeBack(ofx::PropertySet image)
{
    t_lent--;
    if (image->on_release != nullptr) {
        image->on_release(image);
    }
}

bool Effect::MayBeSet(const ofx::ParamBody&)
{
    sets_at_a_wrong_time += settable_depth_ == 0 ? 1 : 0;
    return settable_depth_ > 0 && !program_.Ways().refuses_sets;
}

void Effect::WasSetByPlugin(ofx::ParamBody& param)
{
    if (!program_.Ways().sends_no_plugin_edits) {
        Changed(param.name, ofx::change::plugin_edited, 0);
    }
}

}  // namespace host
