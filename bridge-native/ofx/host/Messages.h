// What the host shows its user.
#pragma once

#include "Host.h"

#include <mutex>
#include <string>

namespace sora2 {

// A message to be read and closed. Only from an action that a user set off.
void Say(const Host& host, ofx::Effect effect, const char* type, const std::string& text);

// The line a host keeps beside an effect while something is wrong; where a host has none, nothing.
class StandingMessage {
public:
    // Any thread; the host hears of changes alone. Empty text takes it away.
    void Set(const Host& host, ofx::Effect effect, const std::string& text);

private:
    std::mutex mutex_;
    std::string shown_;
};

// The host's progress window, while it has one; closed by the destructor.
class Progress {
public:
    Progress(const Host& host, ofx::Effect effect, const char* label);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // False when the user wants no more of it.
    bool Update(double progress) const;

private:
    const Host& host_;
    ofx::Effect effect_;
    bool is_open_;
};

}  // namespace sora2
