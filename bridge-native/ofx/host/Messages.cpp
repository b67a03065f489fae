#include "Messages.h"

#include "../standard/Names.h"

namespace sora2 {
namespace {

constexpr const char* message_id = "sora2";

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
