// The parameters of the two effects: one table says what each is.
#pragma once

#include "../host/Host.h"
#include "EffectKind.h"

#include <array>
#include <cstddef>

namespace sora2 {

enum class Control : std::size_t {
    prompt,
    side,
    cut_at,
    generate,
    cancel,
    refresh,
    show_files,
    send_to_bin,
    open_dashboard,
    status,
    negative,
    seconds,
    quality,
    seed,
    variant,
    fit,
    pack,
    cast,
    stem_dialogue,
    stem_effects,
    stem_ambience,
    stem_music,
    start,
    cut,
    outside,
    bin_folder,
    ticket,
    shot,
    recipe,
    remake,
    count
};

inline constexpr std::size_t control_count = static_cast<std::size_t>(Control::count);

// Values of the choices, in the order of their options.
enum class Side { tail, head };
enum class CutAt { edge, playhead };
enum class Quality { final, draft };
enum class Outside { hold, black };

enum class ControlType { line, lines, folder, whole, real, yes_no, choice, button };

struct ControlSpec {
    Control control;
    ControlType type;
    const char* name;  // as projects are saved: never changed
    const char* label;
    const char* hint;
    // Of numbers and choices.
    double initial = 0;
    double min = 0;
    double max = 0;
    double display_max = 0;
    std::array<const char*, 3> options{};  // null past the last
    bool changes_picture = false;
    bool is_for_display = false;
    bool is_in_shot = true;
    bool is_in_extend = true;
};

extern const std::array<ControlSpec, control_count> control_specs;

bool Has(EffectKind kind, const ControlSpec& spec);

// Defines the effect's parameters in a set that is being described.
ofx::Status DefineControls(const Host& host, ofx::ParamSet set, EffectKind kind);

}  // namespace sora2
