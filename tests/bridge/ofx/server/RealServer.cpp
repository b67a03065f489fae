#include "RealServer.h"

#include "../Check.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <unistd.h>

namespace real {
namespace {

// Made before the library is loaded, removed with the server at the end.
class TestHome {
public:
    TestHome()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "sora2-bridge-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        setenv("SORA2_HOME", folder_.c_str(), 1);
    }

    ~TestHome()
    {
        if (const int pid = ServerPid(); pid > 0) {
            kill(pid, SIGCONT);
            kill(pid, SIGTERM);
            Wait(std::chrono::seconds(20), [pid] { return kill(pid, 0) != 0; });
        }

        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    const std::filesystem::path& Folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

const TestHome& TheHome()
{
    static const TestHome home;
    return home;
}

}  // namespace

void RequireLibrary()
{
    const char* library = std::getenv("SORA2_PLUGIN_HOST");
    if (library == nullptr || access(library, R_OK) != 0) {
        check::Skip("SORA2_PLUGIN_HOST names no plug-in host library");
    }

    TheHome();
}

const host::Bundle& TheBundle()
{
    static const host::Bundle bundle(SORA2_BUNDLE_BINARY);
    return bundle;
}

std::string Home()
{
    return TheHome().Folder().string();
}

int ServerPid()
{
    std::ifstream file(TheHome().Folder() / "run" / "endpoint.json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t key = text.find("\"pid\"");
    const std::size_t digits = key == std::string::npos ? key : text.find_first_of("0123456789", key);
    const int pid = digits == std::string::npos ? 0 : std::atoi(text.c_str() + digits);
    return pid > 0 && kill(pid, 0) == 0 ? pid : 0;
}

bool Wait(std::chrono::seconds limit, const std::function<bool()>& holds)
{
    // The OpenFX interface has no event for a job's end, so it is asked for as a user would, only more often.
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) {
            return false;
        }

        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }

    return true;
}

double Milliseconds(const std::function<void()>& work)
{
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

std::string WaitForEnd(host::Effect& effect, std::chrono::seconds limit)
{
    Wait(limit, [&] {
        effect.Press("refresh");
        const std::string status = effect.Text("status");
        return Starts(status, "Ready") || Starts(status, "Cancelled") || Holds(status, "could not be made") || Holds(status, "not on this machine");
    });
    return effect.Text("status");
}

void TypeSmallWish(host::Effect& effect, const std::string& prompt)
{
    effect.Type("prompt", prompt);
    effect.Type("seconds", 0.5);
    effect.Choose("quality", 1);
    effect.Choose("seed", 7);
}

bool Starts(const std::string& text, const std::string& with)
{
    return text.compare(0, with.size(), with) == 0;
}

bool Holds(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace real
