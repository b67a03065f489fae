// The jobs that this process knows, by their tickets. Hosts make and destroy instances for every frame, so what is known of a job
// belongs to the process, not to an instance.
#pragma once

#include "PluginHost.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace sora2 {

// A job's handle, forgotten with the last who holds it; the job itself runs on.
class Job {
public:
    Job(const PluginHost& library, Sora2Handle handle) : library_(library), handle_(handle) {}
    ~Job() { library_.job_release(handle_); }
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    Sora2JobState State() const;
    Sora2Status Read(std::int64_t frame, const Sora2Image& image, std::string& why) const;
    std::string Recipe() const { return JobText(library_.job_recipe, handle_); }
    std::string Folder() const { return JobText(library_.job_folder, handle_); }
    bool Cancel(std::string& why) const;

    // Copies the shot's files, behind the caller's back; the state's message says how that went.
    bool Deliver(const std::string& folder, std::string& why) const;

    // For a limited time from the first call on.
    bool IsWorthWaitingFor() const;

private:
    const PluginHost& library_;
    Sora2Handle handle_;
    mutable std::atomic<std::chrono::steady_clock::duration> waited_since_{};
};

// Pictures that a new shot goes on from, while they are gathered.
class SourceFrames {
public:
    SourceFrames(const PluginHost& library, Sora2Handle handle) : library_(library), handle_(handle) {}
    ~SourceFrames() { library_.clip_release(handle_); }
    SourceFrames(const SourceFrames&) = delete;
    SourceFrames& operator=(const SourceFrames&) = delete;

    bool Add(const Sora2Image& image, std::string& why) const;
    Sora2Handle Handle() const { return handle_; }

private:
    const PluginHost& library_;
    Sora2Handle handle_;
};

// Everything here may be called from any thread and never waits for the server. What cannot be had is null or false, with what is
// wrong and what to do in `why`.
class Jobs {
public:
    static Jobs& OfProcess();

    // The program's name for the server's log; the first that is given stays.
    void SetClientName(const std::string& name);

    // A clip may be handed over soon: the library finds out what is needed of it, if a server runs.
    void Prepare();

    std::shared_ptr<const Job> Find(const std::string& ticket, std::string& why);
    std::shared_ptr<const Job> Submit(const Sora2Wish& wish, std::string& why);
    std::shared_ptr<const Job> Remake(const std::string& recipe, std::string& why);
    std::unique_ptr<const SourceFrames> NewSource(const Sora2ClipFormat& format, std::string& why);

    // Opens the server's dashboard in the system's browser; what hinders that later is the server's trouble.
    bool OpenDashboard(std::string& why);

    // What is wrong with the server as far as it is known; empty when nothing is, or nothing was asked of it.
    std::string ServerTrouble();

    // Lets go of all jobs and of the server; the next call begins anew.
    void Close();

private:
    struct Known {
        std::shared_ptr<const Job> job;
        std::chrono::steady_clock::time_point since;
        std::list<std::string>::iterator use;
    };

    std::shared_ptr<const Job> FindKnown(const std::string& ticket);
    const PluginHost* Open(Sora2Handle& session, std::string& why);

    // The library, once `call(library, session, &handle)` has given a handle; else null.
    template <typename Call>
    const PluginHost* Obtain(Call call, Sora2Handle& handle, std::string& why)
    {
        Sora2Handle session = 0;
        const PluginHost* library = Open(session, why);
        if (library != nullptr && call(*library, session, &handle) != SORA2_OK) {
            why = library->LastError();
            return nullptr;
        }

        return library;
    }

    std::shared_ptr<const Job> Remember(const PluginHost& library, Sora2Handle handle, const std::string& ticket);

    std::mutex mutex_;
    std::string client_name_;
    Sora2Handle session_ = 0;
    std::unordered_map<std::string, Known> known_;
    std::list<std::string> uses_;  // tickets, the one used last in front
};

}  // namespace sora2
