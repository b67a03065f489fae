#include "FileBrowser.h"

#include <cerrno>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace sora2 {
namespace {

#ifdef __APPLE__
constexpr const char* browser = "open";
#else
constexpr const char* browser = "xdg-open";
#endif

}  // namespace

bool ShowFolder(const std::string& folder, std::string& why)
{
    // The shell in between ends at once and leaves the browser to the system, so that neither a zombie nor a wait stays with the
    // host. The folder is an argument, never part of the script; the browser's words must not reach the host's output.
    std::string name = browser;
    std::string shell = "sh";
    std::string option = "-c";
    std::string script = "command -v \"$0\" >/dev/null || exit 1; \"$0\" \"$1\" </dev/null >/dev/null 2>&1 &";
    std::string path = folder;
    char* const arguments[] = {shell.data(), option.data(), script.data(), name.data(), path.data(), nullptr};

    pid_t child = 0;
    const int fault = posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments, environ);
    if (fault != 0) {
        why = std::strerror(fault);
        return false;
    }

    int outcome = 0;
    while (waitpid(child, &outcome, 0) < 0) {
        if (errno != EINTR) {
            return true;  // the host collects its children itself, so how this one ended is not told
        }
    }

    if (outcome != 0) {
        why = name + " is not installed";
        return false;
    }

    return true;
}

}  // namespace sora2
