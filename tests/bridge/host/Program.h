// A program that loads the bundle as real hosts do, with the ways of real hosts to be switched on.
#pragma once

#include "Effect.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace host {

struct Quirks {
    std::string name = "org.sora2plugin.testhost";
    bool has_message = true;
    bool has_message2 = true;
    bool has_null_message2 = false;      // Resolve 14: a null function and one that points nowhere
    bool has_progress = true;
    bool has_threads = true;
    bool has_time_line = true;
    bool refuses_sets = false;           // every paramSetValue fails
    bool sends_no_plugin_edits = false;  // else a set inside InstanceChanged comes back as one
    bool lends_no_source = false;        // clips claim to be connected and give null images
    bool cancels_progress = false;
    bool lacks_param_suite = false;
};

class Program {
public:
    explicit Program(const Quirks& quirks = {});
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    const Quirks& Ways() const { return quirks_; }
    const ofx::Host& Raw() const { return raw_; }

    // What the plug-in had shown to the user.
    std::vector<std::string> Messages();
    std::string StandingMessage();
    // How often one was set.
    std::atomic<int> stood{0};
    int progress_windows = 0;

    void Note(const std::string& message);
    void Stand(const std::string& message);

    // Of the functions whose handle is no effect of this program's.
    static Program* Of(void* effect);

private:
    static const void* Fetch(ofx::PropertySet host, const char* name, int version);

    Quirks quirks_;
    ofx::PropertySetBody properties_;
    ofx::Host raw_{};
    std::mutex mutex_;
    std::vector<std::string> messages_;
    std::string standing_;
};

// The bundle's binary, opened as hosts open it. It stays open.
class Bundle {
public:
    explicit Bundle(const std::string& path);

    int Count() const { return count_(); }
    ofx::Plugin* At(int index) const { return get_(index); }
    ofx::Plugin& Named(const std::string& identifier) const;
    bool TakesHost() const { return set_host_ != nullptr; }
    void SetHost(const ofx::Host* host) const { set_host_(host); }

    // setHost and Load for both effects.
    void Load(Program& program) const;
    void Unload() const;

private:
    int (*count_)();
    ofx::Plugin* (*get_)(int);
    ofx::Status (*set_host_)(const ofx::Host*);
};

inline constexpr const char* shot_identifier = "org.sora2plugin.shot";
inline constexpr const char* extend_identifier = "org.sora2plugin.extend";

}  // namespace host
