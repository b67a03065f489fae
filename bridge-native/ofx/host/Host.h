// The program that loaded the bundle: its suites and what is known of its ways.
#pragma once

#include "Properties.h"

#include <memory>
#include <string>

namespace sora2 {

struct Host {
    const ofx::Host* raw;
    const ofx::PropertySuite* properties;
    const ofx::ImageEffectSuite* effects;
    const ofx::ParameterSuite* params;

    // These may be absent: null.
    const ofx::MessageSuite* message;
    const ofx::MessageSuite2* persistent_message;
    const ofx::ProgressSuite* progress;

    std::string name;
    std::string label;

    Properties Of(ofx::PropertySet set) const { return {*properties, set}; }
    Properties OfEffect(ofx::Effect effect) const;
};

// Null when a suite is missing that nothing works without.
std::unique_ptr<const Host> FetchHost(const ofx::Host* raw);

}  // namespace sora2
