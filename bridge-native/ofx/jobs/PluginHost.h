// The plug-in host library's C interface, found at the first need.
#pragma once

#include <sora2/plugin_host.h>

#include <string>

namespace sora2 {

// Every function of the library that the bridge calls, under its name without "sora2_".
struct PluginHost {
    decltype(&sora2_abi_version) abi_version;
    decltype(&sora2_last_error) last_error;
    decltype(&sora2_session_open) session_open;
    decltype(&sora2_session_state) session_state;
    decltype(&sora2_session_prepare) session_prepare;
    decltype(&sora2_session_open_dashboard) session_open_dashboard;
    decltype(&sora2_session_close) session_close;
    decltype(&sora2_clip_create) clip_create;
    decltype(&sora2_clip_add_frame) clip_add_frame;
    decltype(&sora2_clip_release) clip_release;
    decltype(&sora2_job_submit) job_submit;
    decltype(&sora2_job_attach) job_attach;
    decltype(&sora2_job_remake) job_remake;
    decltype(&sora2_job_state) job_state;
    decltype(&sora2_job_recipe) job_recipe;
    decltype(&sora2_job_folder) job_folder;
    decltype(&sora2_job_deliver) job_deliver;
    decltype(&sora2_job_cancel) job_cancel;
    decltype(&sora2_job_read) job_read;
    decltype(&sora2_job_release) job_release;

    // The words of the last refusal on this thread.
    std::string LastError() const;
};

// Text of a function that tells how many bytes it needs: job_recipe and job_folder. Empty while there is none.
std::string JobText(decltype(&sora2_job_recipe) function, Sora2Handle job);

// Loads the library when it is not yet; null, with what is wrong and what to do in `why`, while it cannot be used. The first call
// that finds it takes as long as the system's loader.
const PluginHost* FindPluginHost(std::string& why);

}  // namespace sora2
