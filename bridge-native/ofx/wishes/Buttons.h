// What happens when a user changes something: buttons, and a ticket that is typed.
#pragma once

#include "../instances/Instance.h"

namespace sora2 {

// `name` is the parameter that the user changed, `time` the playhead.
void OnChanged(Instance& instance, const std::string& name, double time);

// Writes what is known of the job into the parameters that a project saves.
void SaveState(const Instance& instance);

}  // namespace sora2
