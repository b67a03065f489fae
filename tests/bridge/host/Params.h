// The host's side of an effect's parameters.
#pragma once

#include "Properties.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace host {

class Effect;

}  // namespace host

namespace ofx {

struct ParamBody {
    std::string name;
    std::string type;
    PropertySetBody properties;
    host::Effect* effect = nullptr;

    // Renders read while a test sets: both under the lock. A text that was handed out must stay until the next change.
    std::mutex mutex;
    std::string text;
    double real = 0;
    int whole = 0;
};

struct ParamSetBody {
    host::Effect* effect = nullptr;
    PropertySetBody properties;
    std::vector<std::unique_ptr<ParamBody>> params;  // in the order of their definition
    int duplicates = 0;
    int open_edits = 0;

    ParamBody* Find(const std::string& name) const;
};

}  // namespace ofx

namespace host {

const ofx::ParameterSuite& ParameterFunctions();

// Takes the default that the description set.
void Initialise(ofx::ParamBody& param);

}  // namespace host
