#include "Program.h"

#include "Suites.h"

#include <cstring>
#include <dlfcn.h>
#include <standard/Names.h>
#include <stdexcept>

namespace host {

Program::Program(const Quirks& quirks) : quirks_(quirks)
{
    properties_.owner = this;
    properties_.Set(ofx::prop::name, quirks.name);
    properties_.Set(ofx::prop::label, std::string("Test host"));
    raw_ = {&properties_, Fetch};
}

const void* Program::Fetch(ofx::PropertySet host, const char* name, int version)
{
    const Quirks& ways = static_cast<Program*>(host->owner)->quirks_;
    const auto is = [&](const char* suite, int wanted) { return std::strcmp(name, suite) == 0 && version == wanted; };

    if (is(ofx::PropertySuite::name, 1)) {
        return &PropertyFunctions();
    }

    if (is(ofx::ImageEffectSuite::name, 1)) {
        return &ImageEffectFunctions();
    }

    if (is(ofx::ParameterSuite::name, 1)) {
        return ways.lacks_param_suite ? nullptr : &ParameterFunctions();
    }

    if (is(ofx::MemorySuite::name, 1)) {
        return &MemoryFunctions();
    }

    if (is(ofx::MultiThreadSuite::name, 1)) {
        return ways.has_threads ? &MultiThreadFunctions() : nullptr;
    }

    if (is(ofx::MessageSuite::name, 1)) {
        return ways.has_message ? &MessageFunctions() : nullptr;
    }

    if (is(ofx::MessageSuite2::name, 2)) {
        return ways.has_null_message2 ? &BrokenMessageFunctions2() : ways.has_message2 ? &MessageFunctions2() : nullptr;
    }

    if (is(ofx::ProgressSuite::name, 1)) {
        return ways.has_progress ? &ProgressFunctions() : nullptr;
    }

    return is(ofx::TimeLineSuite::name, 1) && ways.has_time_line ? &TimeLineFunctions() : nullptr;
}

Program* Program::Of(void* effect)
{
    return &static_cast<ofx::EffectBody*>(effect)->effect->Owner();
}

std::vector<std::string> Program::Messages()
{
    const std::lock_guard<std::mutex> lock(mutex_);
    return messages_;
}

std::string Program::StandingMessage()
{
    const std::lock_guard<std::mutex> lock(mutex_);
    return standing_;
}

void Program::Note(const std::string& message)
{
    const std::lock_guard<std::mutex> lock(mutex_);
    messages_.push_back(message);
}

void Program::Stand(const std::string& message)
{
    stood += message.empty() ? 0 : 1;
    const std::lock_guard<std::mutex> lock(mutex_);
    standing_ = message;
}

Bundle::Bundle(const std::string& path)
{
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw std::runtime_error(dlerror());
    }

    count_ = reinterpret_cast<int (*)()>(dlsym(library, "OfxGetNumberOfPlugins"));
    get_ = reinterpret_cast<ofx::Plugin* (*)(int)>(dlsym(library, "OfxGetPlugin"));
    set_host_ = reinterpret_cast<ofx::Status (*)(const ofx::Host*)>(dlsym(library, "OfxSetHost"));
    if (count_ == nullptr || get_ == nullptr) {
        throw std::runtime_error(path + " lacks an entry point");
    }
}

ofx::Plugin& Bundle::Named(const std::string& identifier) const
{
    for (int i = 0; i < Count(); i++) {
        if (identifier == At(i)->identifier) {
            return *At(i);
        }
    }

    throw std::runtime_error(identifier + " is not in the bundle");
}

void Bundle::Load(Program& program) const
{
    for (int i = 0; i < Count(); i++) {
        At(i)->set_host(const_cast<ofx::Host*>(&program.Raw()));
        if (At(i)->main_entry(ofx::action::load, nullptr, nullptr, nullptr) != ofx::status::ok) {
            throw std::runtime_error(std::string(At(i)->identifier) + " does not load");
        }
    }
}

void Bundle::Unload() const
{
    for (int i = 0; i < Count(); i++) {
        At(i)->main_entry(ofx::action::unload, nullptr, nullptr, nullptr);
    }
}

}  // namespace host
