#include "Host.h"

#include "../standard/Names.h"

namespace sora2 {
namespace {

template <typename Suite>
const Suite* Fetch(const ofx::Host& host)
{
    return static_cast<const Suite*>(host.fetch_suite(host.properties, Suite::name, Suite::version));
}

// Resolve has handed out the second message suite with a null function and another that points nowhere.
bool HasWorkingPersistentMessages(const ofx::MessageSuite2* suite, const std::string& host_name)
{
    return suite != nullptr && suite->set_persistent_message != nullptr && suite->clear_persistent_message != nullptr &&
        host_name.find("DaVinciResolve") == std::string::npos;
}

}  // namespace

Properties Host::OfEffect(ofx::Effect effect) const
{
    ofx::PropertySet set = nullptr;
    const bool is_there = effects->get_property_set(effect, &set) == ofx::status::ok;
    return Of(is_there ? set : nullptr);
}

std::unique_ptr<const Host> FetchHost(const ofx::Host* raw)
{
    if (raw == nullptr || raw->fetch_suite == nullptr) {
        return nullptr;
    }

    auto host = std::make_unique<Host>();
    host->raw = raw;
    host->properties = Fetch<ofx::PropertySuite>(*raw);
    host->effects = Fetch<ofx::ImageEffectSuite>(*raw);
    host->params = Fetch<ofx::ParameterSuite>(*raw);
    if (host->properties == nullptr || host->effects == nullptr || host->params == nullptr) {
        return nullptr;
    }

    const Properties about = host->Of(raw->properties);
    host->name = about.String(ofx::prop::name);
    host->label = about.String(ofx::prop::label);

    const auto* second = Fetch<ofx::MessageSuite2>(*raw);
    host->message = Fetch<ofx::MessageSuite>(*raw);
    if (host->message == nullptr) {
        host->message = reinterpret_cast<const ofx::MessageSuite*>(second);  // begins with the same function
    }

    host->persistent_message = HasWorkingPersistentMessages(second, host->name) ? second : nullptr;
    host->progress = Fetch<ofx::ProgressSuite>(*raw);
    return host;
}

}  // namespace sora2
