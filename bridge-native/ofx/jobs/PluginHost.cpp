#include "PluginHost.h"

#include "../platform/SharedLibrary.h"

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <vector>

namespace sora2 {
namespace {

#ifdef __APPLE__
constexpr const char* file_name = "sora2_plugin_host.dylib";
#else
constexpr const char* file_name = "sora2_plugin_host.so";
#endif

std::string Path()
{
    const char* wanted = std::getenv("SORA2_PLUGIN_HOST");
    return wanted != nullptr && *wanted != 0 ? wanted : OwnFolder() + "/" + file_name;
}

class Symbols {
public:
    explicit Symbols(void* library) : library_(library) {}

    template <typename Function>
    void Find(Function& function, const char* name)
    {
        function = reinterpret_cast<Function>(FindSymbol(library_, name));
        if (function == nullptr && missing_.empty()) {
            missing_ = name;
        }
    }

    // The first that the library lacks; empty when it has them all.
    const std::string& Missing() const { return missing_; }

private:
    void* library_;
    std::string missing_;
};

bool Fill(PluginHost& host, void* library, const std::string& path, std::string& why)
{
    Symbols symbols(library);
    symbols.Find(host.abi_version, "sora2_abi_version");
    const int version = host.abi_version != nullptr ? host.abi_version() : 0;
    if (version != SORA2_ABI_VERSION) {
        why = path + " has version " + std::to_string(version) + " of the interface, this plug-in wants " + std::to_string(SORA2_ABI_VERSION) +
            ". Install both from the same package, then restart the program.";
        return false;
    }

    symbols.Find(host.last_error, "sora2_last_error");
    symbols.Find(host.session_open, "sora2_session_open");
    symbols.Find(host.session_state, "sora2_session_state");
    symbols.Find(host.session_prepare, "sora2_session_prepare");
    symbols.Find(host.session_open_dashboard, "sora2_session_open_dashboard");
    symbols.Find(host.session_close, "sora2_session_close");
    symbols.Find(host.clip_create, "sora2_clip_create");
    symbols.Find(host.clip_add_frame, "sora2_clip_add_frame");
    symbols.Find(host.clip_release, "sora2_clip_release");
    symbols.Find(host.job_submit, "sora2_job_submit");
    symbols.Find(host.job_attach, "sora2_job_attach");
    symbols.Find(host.job_remake, "sora2_job_remake");
    symbols.Find(host.job_state, "sora2_job_state");
    symbols.Find(host.job_recipe, "sora2_job_recipe");
    symbols.Find(host.job_folder, "sora2_job_folder");
    symbols.Find(host.job_deliver, "sora2_job_deliver");
    symbols.Find(host.job_cancel, "sora2_job_cancel");
    symbols.Find(host.job_read, "sora2_job_read");
    symbols.Find(host.job_release, "sora2_job_release");
    if (!symbols.Missing().empty()) {
        why = path + " lacks " + symbols.Missing() + ". Install Sora2 again, then restart the program.";
        return false;
    }

    return true;
}

}  // namespace

std::string PluginHost::LastError() const
{
    std::vector<char> text(512);
    const std::size_t needed = last_error(text.data(), text.size());
    if (needed > text.size()) {
        text.resize(needed);
        last_error(text.data(), text.size());
    }

    text.back() = 0;
    return text.data();
}

std::string JobText(decltype(&sora2_job_recipe) function, Sora2Handle job)
{
    std::size_t needed = 0;
    std::vector<char> text(4096);
    if (function(job, text.data(), text.size(), &needed) != SORA2_OK) {
        return {};
    }

    if (needed > text.size()) {
        text.resize(needed);
        if (function(job, text.data(), text.size(), &needed) != SORA2_OK) {
            return {};
        }
    }

    text.back() = 0;
    return text.data();
}

const PluginHost* FindPluginHost(std::string& why)
{
    // Never destroyed: renders may still run while the process ends.
    static std::mutex& mutex = *new std::mutex;
    static PluginHost host;
    static std::string& refusal = *new std::string;
    static bool is_loaded = false;

    const std::lock_guard<std::mutex> lock(mutex);
    if (is_loaded) {
        return &host;
    }

    // A library that was loaded and refused stays in the process, so only a restart can cure it.
    if (!refusal.empty()) {
        why = refusal;
        return nullptr;
    }

    const std::string path = Path();
    std::error_code trouble;
    if (!std::filesystem::exists(path, trouble)) {
        why = path + " is missing. Install Sora2 again.";
        return nullptr;
    }

    std::string words;
    void* library = OpenPinned(path, words);
    if (library == nullptr) {
        refusal = "The library cannot be loaded: " + words + ". Install Sora2 again, then restart the program.";
    } else {
        is_loaded = Fill(host, library, path, refusal);
    }

    why = refusal;
    return is_loaded ? &host : nullptr;
}

}  // namespace sora2
