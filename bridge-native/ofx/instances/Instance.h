// One use of an effect in a project: its parameters and clips. What is known of its job belongs to the process.
#pragma once

#include "../host/Messages.h"
#include "../jobs/ShotTime.h"
#include "Controls.h"

#include <array>
#include <string>

namespace sora2 {

struct PictureSize {
    int width;
    int height;
};

class Instance {
public:
    Instance(const Host& host, ofx::Effect effect, EffectKind kind);

    // Null for an effect that was never created here.
    static Instance* From(const Host& host, ofx::Effect effect);

    const Host& GetHost() const { return host_; }
    ofx::Effect Handle() const { return effect_; }
    EffectKind Kind() const { return kind_; }
    bool IsFilter() const { return is_filter_; }
    ofx::Clip Source() const { return source_; }
    ofx::Clip Output() const { return output_; }
    StandingMessage& Standing() { return standing_; }

    std::string Text(Control control) const;
    double Real(Control control) const;
    int Whole(Control control) const;

    template <typename Choice>
    Choice Chosen(Control control) const
    {
        return static_cast<Choice>(Whole(control));
    }

    // Only in actions in which hosts let parameters be set. A value that is there already is left, so that a project is not marked
    // as changed for nothing; false when the host refuses.
    bool SetText(Control control, const std::string& text) const;
    bool SetReal(Control control, double value) const;

    // Asks the host to have the state written before it saves.
    void AskForSync(bool is_wanted) const;

    Rate FrameRate() const;

    // The project's picture in its own pixels, rounded up to even numbers, as movies want them.
    PictureSize ProjectSize() const;

private:
    ofx::Param Param(Control control) const { return params_[static_cast<std::size_t>(control)]; }

    const Host& host_;
    ofx::Effect effect_;
    EffectKind kind_;
    bool is_filter_ = false;
    ofx::Clip source_ = nullptr;
    ofx::Clip output_ = nullptr;
    std::array<ofx::Param, control_count> params_{};
    StandingMessage standing_;
};

}  // namespace sora2
