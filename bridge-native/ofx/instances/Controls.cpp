#include "Controls.h"

#include "../standard/Names.h"


namespace sora2 {
namespace {

using Type = ControlType;

constexpr ControlSpec Line(Control control, const char* name, const char* label, const char* hint)
{
    return {control, Type::line, name, label, hint};
}

constexpr ControlSpec Lines(Control control, const char* name, const char* label, const char* hint)
{
    return {control, Type::lines, name, label, hint};
}

constexpr ControlSpec Button(Control control, const char* name, const char* label, const char* hint)
{
    return {control, Type::button, name, label, hint};
}

constexpr ControlSpec Choice(Control control, const char* name, const char* label, std::array<const char*, 3> options, const char* hint)
{
    return {control, Type::choice, name, label, hint, 0, 0, 0, 0, options};
}

constexpr ControlSpec Stem(Control control, const char* name, const char* label)
{
    return {control, Type::yes_no, name, label, "Whether this stem is made. With none of the four the shot is silent.", 1};
}

constexpr ControlSpec FrameNumber(Control control, const char* name, const char* label, const char* hint)
{
    // Far beyond any time line; doubles, because hosts count frames in doubles.
    return {control, Type::real, name, label, hint, 0, -10000000, 10000000, 10000, {}, true};
}

constexpr ControlSpec ChangesPicture(ControlSpec spec)
{
    spec.changes_picture = true;
    return spec;
}

// A state that the effect writes and a user reads.
constexpr ControlSpec ForDisplay(ControlSpec spec)
{
    spec.is_for_display = true;
    return spec;
}

constexpr ControlSpec ShotOnly(ControlSpec spec)
{
    spec.is_in_extend = false;
    return spec;
}

constexpr ControlSpec ExtendOnly(ControlSpec spec)
{
    spec.is_in_shot = false;
    return spec;
}

constexpr bool IsInOrder(const std::array<ControlSpec, control_count>& specs)
{
    for (std::size_t i = 0; i < specs.size(); i++) {
        if (specs[i].control != static_cast<Control>(i)) {
            return false;
        }
    }

    return true;
}

}  // namespace

constexpr std::array<ControlSpec, control_count> control_specs = {
    Lines(Control::prompt, "prompt", "Prompt",
        "What is to be seen and heard, in English or French. What stands in quotation marks is spoken."),
    ExtendOnly(ChangesPicture(Choice(Control::side, "side", "Extend", {"After the clip", "Before the clip"},
        "On which side of the cut the new frames lie."))),
    ExtendOnly(Choice(Control::cut_at, "cut_at", "Cut at", {"The clip's edge", "The playhead"},
        "Where Generate puts the cut: at the clip's end (or start, before the clip), or at the playhead's frame.")),
    Button(Control::generate, "generate", "Generate", "Queues the shot at the local Sora2 server and returns at once."),
    Button(Control::cancel, "cancel", "Cancel", "Ends the making of this shot."),
    Button(Control::refresh, "refresh", "Update", "Asks how far the shot is and shows its frames once they are there."),
    Button(Control::show_files, "show_files", "Show files", "Opens the folder that holds the finished shot: picture, stems and recipe."),
    Button(Control::send_to_bin, "send_to_bin", "Send to bin",
        "Copies the finished shot's files into the bin folder, where your editor finds them. OpenFX has no way into the bin itself."),
    Button(Control::open_dashboard, "open_dashboard", "Open dashboard", "Opens the server's page in a browser: shots, the queue, the machine."),
    ForDisplay(ChangesPicture(Line(Control::status, "status", "Status", "How far the shot was at the last press of a button."))),
    Lines(Control::negative, "negative", "Negative prompt", "What is not to be seen or heard."),
    {Control::seconds, Type::real, "seconds", "Seconds", "Length of the new piece.", 4, 0.5, 60, 12},
    Choice(Control::quality, "quality", "Quality", {"Final", "Draft"}, "A draft takes fewer steps."),
    {Control::seed, Type::whole, "seed", "Seed",
        "The same seed and settings make the same shot. 0 draws a new one for every shot.", 0, 0, 2147483647, 10000},
    {Control::variant, Type::whole, "variant", "Variant",
        "Counts on from the seed: variant 1 has the seed itself, variant 2 the next one. Without a seed every shot differs anyway.",
        1, 1, 16, 16},
    Choice(Control::fit, "fit", "Size", {"Fill the frame", "Fit with bars", "Crop without scaling"},
        "How the model's picture meets the project's size; it is never stretched."),
    Line(Control::pack, "pack", "Model pack", "Name of the model pack; empty for the server's own choice."),
    Lines(Control::cast, "cast", "Cast", "Who the prompt means by a name, one a line: NAME=path of a picture."),
    Stem(Control::stem_dialogue, "stem_dialogue", "Dialogue"),
    Stem(Control::stem_effects, "stem_effects", "Effects"),
    Stem(Control::stem_ambience, "stem_ambience", "Ambience"),
    Stem(Control::stem_music, "stem_music", "Music"),
    ShotOnly(FrameNumber(Control::start, "start", "Start frame", "The host's frame that shows the shot's first.")),
    ExtendOnly(FrameNumber(Control::cut, "cut", "Cut frame",
        "The first frame after the cut: new frames from here on, or the source's, before the clip.")),
    ChangesPicture(Choice(Control::outside, "outside", "Past the shot", {"Hold the nearest frame", "Black"},
        "What is shown before the shot's first frame and after its last.")),
    {Control::bin_folder, Type::folder, "bin_folder", "Bin folder",
        "A folder that your editor watches, imports from or shows in its media browser. Send to bin copies files there."},
    ChangesPicture(Line(Control::ticket, "ticket", "Ticket",
        "Names the job or the shot at the server. Saved with the project; the name of a shot, typed here, shows that shot.")),
    ForDisplay(Line(Control::shot, "shot", "Shot", "The finished shot's name.")),
    ForDisplay(Lines(Control::recipe, "recipe", "Recipe",
        "All that the finished shot was made from. Saved with the project, so that another machine can make it again.")),
    Button(Control::remake, "remake", "Make again", "Makes the shot again from its recipe, where this machine does not have it."),
};
static_assert(IsInOrder(control_specs));

namespace {

void DefineNumber(const Properties& param, const ControlSpec& spec)
{
    // Resolve wants both ranges.
    const double display_min = spec.min < 0 ? 0 : spec.min;
    if (spec.type == Type::whole) {
        param.SetInt(ofx::prop::param_default, static_cast<int>(spec.initial));
        param.SetInt(ofx::prop::param_min, static_cast<int>(spec.min));
        param.SetInt(ofx::prop::param_max, static_cast<int>(spec.max));
        param.SetInt(ofx::prop::param_display_min, static_cast<int>(display_min));
        param.SetInt(ofx::prop::param_display_max, static_cast<int>(spec.display_max));
    } else {
        param.SetDouble(ofx::prop::param_default, spec.initial);
        param.SetDouble(ofx::prop::param_min, spec.min);
        param.SetDouble(ofx::prop::param_max, spec.max);
        param.SetDouble(ofx::prop::param_display_min, display_min);
        param.SetDouble(ofx::prop::param_display_max, spec.display_max);
    }
}

void DefineOptions(const Properties& param, const ControlSpec& spec)
{
    param.SetInt(ofx::prop::param_default, 0);
    int index = 0;
    for (const char* option : spec.options) {
        if (option != nullptr) {
            param.SetString(ofx::prop::param_choice_option, option, index++);
        }
    }
}

const char* TypeName(ControlType type)
{
    switch (type) {
    case Type::line:
    case Type::lines:
    case Type::folder:
        return ofx::param::string;
    case Type::whole:
        return ofx::param::integer;
    case Type::real:
        return ofx::param::double_;
    case Type::yes_no:
        return ofx::param::boolean;
    case Type::choice:
        return ofx::param::choice;
    case Type::button:
        break;
    }

    return ofx::param::push_button;
}

const char* StringMode(ControlType type)
{
    return type == Type::line ? ofx::param::single_line : type == Type::lines ? ofx::param::multi_line : ofx::param::directory_path;
}

void Fill(const Properties& param, const ControlSpec& spec)
{
    param.SetString(ofx::prop::label, spec.label);
    param.SetString(ofx::prop::param_hint, spec.hint);
    param.SetString(ofx::prop::param_script_name, spec.name);
    if (spec.type == Type::button) {
        return;
    }

    // Resolve animates booleans unless told otherwise; a wish that changes over time has no meaning.
    param.SetInt(ofx::prop::param_animates, 0);
    param.SetInt(ofx::prop::param_evaluate_on_change, spec.changes_picture ? 1 : 0);
    param.SetInt(ofx::prop::param_persistent, 1);
    // Shown, but not for typing: a secret parameter cannot be saved everywhere, and a label is frozen in some hosts.
    param.SetInt(ofx::prop::param_enabled, spec.is_for_display ? 0 : 1);

    if (spec.type == Type::line || spec.type == Type::lines || spec.type == Type::folder) {
        param.SetString(ofx::prop::param_string_mode, StringMode(spec.type));
        param.SetString(ofx::prop::param_default, "");
    } else if (spec.type == Type::yes_no) {
        param.SetInt(ofx::prop::param_default, static_cast<int>(spec.initial));
    } else if (spec.type == Type::choice) {
        DefineOptions(param, spec);
    } else {
        DefineNumber(param, spec);
    }
}

}  // namespace

bool Has(EffectKind kind, const ControlSpec& spec)
{
    return kind == EffectKind::shot ? spec.is_in_shot : spec.is_in_extend;
}

ofx::Status DefineControls(const Host& host, ofx::ParamSet set, EffectKind kind)
{
    for (const ControlSpec& spec : control_specs) {
        if (!Has(kind, spec)) {
            continue;
        }

        ofx::PropertySet param = nullptr;
        const ofx::Status status = host.params->define(set, TypeName(spec.type), spec.name, &param);
        if (status != ofx::status::ok) {
            return status;
        }

        Fill(host.Of(param), spec);
    }

    return ofx::status::ok;
}

}  // namespace sora2
