#include "Jobs.h"

namespace sora2 {
namespace {

// A job that is held keeps its frames mapped, so those that no one asked for in a long time are let go of.
constexpr std::size_t most_known = 256;

// A shot that was missing may have come back, but is not asked for with every frame.
constexpr std::chrono::seconds missing_rest{5};

// As long as a server may take to start and to decode a shot.
constexpr std::chrono::seconds longest_wait{30};

}  // namespace

Sora2JobState Job::State() const
{
    Sora2JobState state{};
    state.size = sizeof state;
    if (library_.job_state(handle_, &state) != SORA2_OK) {
        const std::string why = library_.LastError();
        state = {};
        state.size = sizeof state;
        state.stage = SORA2_JOB_FAILED;
        why.copy(state.message, sizeof state.message - 1);
    }

    return state;
}

Sora2Status Job::Read(std::int64_t frame, const Sora2Image& image, std::string& why) const
{
    const Sora2Status status = library_.job_read(handle_, frame, &image);
    if (status != SORA2_OK) {
        why = library_.LastError();
    }

    return status;
}

bool Job::Cancel(std::string& why) const
{
    const bool is_asked = library_.job_cancel(handle_) == SORA2_OK;
    if (!is_asked) {
        why = library_.LastError();
    }

    return is_asked;
}

bool Job::Deliver(const std::string& folder, std::string& why) const
{
    const bool is_begun = library_.job_deliver(handle_, folder.c_str()) == SORA2_OK;
    if (!is_begun) {
        why = library_.LastError();
    }

    return is_begun;
}

bool Job::IsWorthWaitingFor() const
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    std::chrono::steady_clock::duration since{};
    return waited_since_.compare_exchange_strong(since, now) || now - since < longest_wait;
}

bool SourceFrames::Add(const Sora2Image& image, std::string& why) const
{
    const bool is_added = library_.clip_add_frame(handle_, &image) == SORA2_OK;
    if (!is_added) {
        why = library_.LastError();
    }

    return is_added;
}

Jobs& Jobs::OfProcess()
{
    // Never destroyed: renders may still run while the process ends.
    static Jobs& jobs = *new Jobs;
    return jobs;
}

void Jobs::SetClientName(const std::string& name)
{
    const std::lock_guard<std::mutex> lock(mutex_);
    if (client_name_.empty()) {
        client_name_ = name;
    }
}

void Jobs::Prepare()
{
    const std::lock_guard<std::mutex> lock(mutex_);
    std::string unused;
    Sora2Handle session = 0;
    if (const PluginHost* library = Open(session, unused)) {
        library->session_prepare(session);
    }
}

std::shared_ptr<const Job> Jobs::Find(const std::string& ticket, std::string& why)
{
    // Held while attaching, too: two threads that ask for one ticket share one handle.
    const std::lock_guard<std::mutex> lock(mutex_);
    if (auto job = FindKnown(ticket)) {
        return job;
    }

    Sora2Handle handle = 0;
    const PluginHost* library = Obtain(
        [&](const PluginHost& host, Sora2Handle session, Sora2Handle* given) { return host.job_attach(session, ticket.c_str(), given); }, handle, why);
    return library == nullptr ? nullptr : Remember(*library, handle, ticket);
}

std::shared_ptr<const Job> Jobs::Submit(const Sora2Wish& wish, std::string& why)
{
    const std::lock_guard<std::mutex> lock(mutex_);
    Sora2Handle handle = 0;
    const PluginHost* library = Obtain(
        [&](const PluginHost& host, Sora2Handle session, Sora2Handle* given) { return host.job_submit(session, &wish, given); }, handle, why);
    return library == nullptr ? nullptr : Remember(*library, handle, {});
}

std::shared_ptr<const Job> Jobs::Remake(const std::string& recipe, std::string& why)
{
    const std::lock_guard<std::mutex> lock(mutex_);
    Sora2Handle handle = 0;
    const PluginHost* library = Obtain(
        [&](const PluginHost& host, Sora2Handle session, Sora2Handle* given) { return host.job_remake(session, recipe.c_str(), given); }, handle, why);
    return library == nullptr ? nullptr : Remember(*library, handle, {});
}

std::unique_ptr<const SourceFrames> Jobs::NewSource(const Sora2ClipFormat& format, std::string& why)
{
    const std::lock_guard<std::mutex> lock(mutex_);
    Sora2Handle handle = 0;
    const PluginHost* library = Obtain(
        [&](const PluginHost& host, Sora2Handle session, Sora2Handle* given) { return host.clip_create(session, &format, given); }, handle, why);
    return library == nullptr ? nullptr : std::make_unique<const SourceFrames>(*library, handle);
}

bool Jobs::OpenDashboard(std::string& why)
{
    const std::lock_guard<std::mutex> lock(mutex_);
    Sora2Handle session = 0;
    const PluginHost* library = Open(session, why);
    if (library != nullptr && library->session_open_dashboard(session) != SORA2_OK) {
        why = library->LastError();
        return false;
    }

    return library != nullptr;
}

std::string Jobs::ServerTrouble()
{
    const std::lock_guard<std::mutex> lock(mutex_);
    std::string why;
    Sora2Handle session = 0;
    const PluginHost* library = session_ != 0 ? Open(session, why) : nullptr;
    if (library == nullptr) {
        return why;
    }

    Sora2SessionState state{};
    state.size = sizeof state;
    state.message[0] = 0;
    return library->session_state(session, &state) == SORA2_OK ? state.message : library->LastError();
}

void Jobs::Close()
{
    const std::lock_guard<std::mutex> lock(mutex_);
    known_.clear();
    uses_.clear();

    std::string why;
    if (session_ != 0) {
        FindPluginHost(why)->session_close(session_);
        session_ = 0;
    }
}

std::shared_ptr<const Job> Jobs::FindKnown(const std::string& ticket)
{
    const auto known = known_.find(ticket);
    if (known == known_.end()) {
        return nullptr;
    }

    const bool has_rested = std::chrono::steady_clock::now() - known->second.since > missing_rest;
    if (has_rested && known->second.job->State().stage == SORA2_JOB_MISSING) {
        return nullptr;
    }

    uses_.splice(uses_.begin(), uses_, known->second.use);
    return known->second.job;
}

const PluginHost* Jobs::Open(Sora2Handle& session, std::string& why)
{
    const PluginHost* library = FindPluginHost(why);
    if (library == nullptr) {
        return nullptr;
    }

    if (session_ == 0) {
        Sora2Client client{};
        client.size = sizeof client;
        client.may_start_server = 1;
        client.name = client_name_.c_str();
        if (library->session_open(&client, &session_) != SORA2_OK) {
            session_ = 0;
            why = library->LastError();
            return nullptr;
        }
    }

    session = session_;
    return library;
}

std::shared_ptr<const Job> Jobs::Remember(const PluginHost& library, Sora2Handle handle, const std::string& ticket)
{
    auto job = std::make_shared<const Job>(library, handle);
    const std::string name = ticket.empty() ? std::string(job->State().ticket) : ticket;
    if (const auto before = known_.find(name); before != known_.end()) {
        uses_.erase(before->second.use);
    }

    uses_.push_front(name);
    known_[name] = {job, std::chrono::steady_clock::now(), uses_.begin()};
    if (known_.size() > most_known) {
        known_.erase(uses_.back());
        uses_.pop_back();
    }

    return job;
}

}  // namespace sora2
