#include "Messages.h"

#include "../standard/Names.h"

#include <atomic>
#include <chrono>

namespace sora2 {
namespace {

constexpr const char* message_id = "sora2";

constexpr std::chrono::seconds repeated_after{60};

// Who has said last what is wrong for all.
struct Said {
    std::mutex mutex;
    std::string trouble;
    std::uint64_t by = 0;
    std::chrono::steady_clock::time_point at;
};

Said& SaidLast()
{
    // Never destroyed: renders may still run while the process ends.
    static Said& said = *new Said;
    return said;
}

bool MaySay(std::uint64_t speaker, const std::string& trouble)
{
    Said& said = SaidLast();
    const std::lock_guard<std::mutex> lock(said.mutex);
    const auto now = std::chrono::steady_clock::now();
    if (said.trouble == trouble && said.by != speaker && now - said.at < repeated_after) {
        return false;
    }

    if (said.trouble != trouble || said.by != speaker) {
        said.at = now;
    }

    said.trouble = trouble;
    said.by = speaker;
    return true;
}

}  // namespace

void Say(const Host& host, ofx::Effect effect, const char* type, const std::string& text)
{
    if (host.message != nullptr && host.message->message != nullptr) {
        host.message->message(effect, type, message_id, "%s", text.c_str());
    }
}

void StandingMessage::Set(const Host& host, ofx::Effect effect, const std::string& text)
{
    if (host.persistent_message == nullptr) {
        return;
    }

    {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (text == shown_) {
            return;
        }

        shown_ = text;
    }

    // Not under the lock: a host may render again before it returns.
    if (text.empty()) {
        host.persistent_message->clear_persistent_message(effect);
    } else {
        host.persistent_message->set_persistent_message(effect, ofx::message::error, message_id, "%s", text.c_str());
    }
}

void StandingMessage::SetForAll(const Host& host, ofx::Effect effect, const std::string& text, const std::string& trouble)
{
    Set(host, effect, MaySay(number_, trouble) ? text : std::string());
}

void StandingMessage::ForgetTrouble()
{
    Said& said = SaidLast();
    const std::lock_guard<std::mutex> lock(said.mutex);
    said.trouble.clear();
}

std::uint64_t StandingMessage::NextNumber()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

Progress::Progress(const Host& host, ofx::Effect effect, const char* label)
    : host_(host), effect_(effect), is_open_(host.progress != nullptr && host.progress->start(effect, label) == ofx::status::ok)
{
}

Progress::~Progress()
{
    if (is_open_) {
        host_.progress->end(effect_);
    }
}

bool Progress::Update(double progress) const
{
    return !is_open_ || host_.progress->update(effect_, progress) != ofx::status::reply_no;
}

}  // namespace sora2
