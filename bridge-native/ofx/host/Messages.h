// What the host shows its user.
#pragma once

#include "Host.h"

#include <cstdint>
#include <mutex>
#include <string>

namespace sora2 {

// A message to be read and closed. Only from an action that a user set off.
void Say(const Host& host, ofx::Effect effect, const char* type, const std::string& text);

// The line a host keeps beside an effect while something is wrong; where a host has none, nothing. Any thread.
class StandingMessage {
public:
    // The host hears of changes alone. Empty text takes it away.
    void Set(const Host& host, ofx::Effect effect, const std::string& text);

    // Of what is wrong for all effects alike, such as a server that hangs: one of them says it, and no other says the same within a
    // minute, however many there are. melt makes an instance for every frame.
    void SetForAll(const Host& host, ofx::Effect effect, const std::string& text, const std::string& trouble);

    // The trouble is over: when it comes back, it is said again.
    static void ForgetTrouble();

private:
    const std::uint64_t number_ = NextNumber();
    std::mutex mutex_;
    std::string shown_;

    // Never given twice, unlike an address.
    static std::uint64_t NextNumber();
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
