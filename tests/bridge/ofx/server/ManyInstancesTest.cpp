// A project with ten thousand effects, each with a ticket of its own and no server to ask: all there at once, then all gone.
#include "../Check.h"
#include "MadeShot.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <unistd.h>

using namespace real;

namespace {

constexpr int many = 10000;

struct Cost {
    double megabytes;
    int threads;
    int files;
};

int Entries(const char* folder)
{
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        static_cast<void>(entry);
        count++;
    }

    return count;
}

Cost Now()
{
    // What the host itself has freed is none of the bundle's cost.
    malloc_trim(0);
    long pages = 0;
    long resident = 0;
    std::ifstream("/proc/self/statm") >> pages >> resident;
    return {static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6, Entries("/proc/self/task"), Entries("/proc/self/fd")};
}

std::string Ticket(int number)
{
    char text[64];
    std::snprintf(text, sizeof text, "sora2:1;key=%032d", number);
    return text;
}

// All of them live at the same time, as in a project that is open.
void MakeAndDestroy(int first)
{
    host::Program program;
    TheBundle().Load(program);
    std::vector<std::unique_ptr<host::Effect>> effects;
    for (int i = 0; i < many; i++) {
        const bool is_shot = i % 2 == 0;
        effects.push_back(std::make_unique<host::Effect>(program, TheBundle().Named(is_shot ? host::shot_identifier : host::extend_identifier)));
        host::Effect& effect = *effects.back();
        CHECK_EQUAL(ofx::status::ok, effect.Create(is_shot ? ofx::context::generator : ofx::context::general, project));
        effect.Load("ticket", Ticket(first + i));
        host::Picture picture(FormatOf());
        CHECK_EQUAL(ofx::status::ok, effect.Render(i, picture));
    }

    for (const auto& effect : effects) {
        CHECK_EQUAL(ofx::status::ok, effect->Destroy());
    }
}

}  // namespace

TEST(Instances_TenThousandLeaveNothingBehind)
{
    RequireLibrary();
    MakeAndDestroy(1);
    const Cost before = Now();
    MakeAndDestroy(1 + many);
    MakeAndDestroy(1 + 2 * many);
    const Cost after = Now();
    std::printf("  memory: %.0f MB, then %.0f; threads: %d, then %d; files: %d, then %d\n", before.megabytes, after.megabytes, before.threads, after.threads,
        before.files, after.files);

    // What is left by twice as many would show; the runtime's own heap and pool of threads breathe.
    CHECK(after.megabytes < before.megabytes + 60);
    CHECK(after.threads <= before.threads + 8);
    CHECK(after.files <= before.files + 8);
    TheBundle().Unload();
    const Cost unloaded = Now();
    std::printf("  unloaded: %.0f MB, %d threads, %d files\n", unloaded.megabytes, unloaded.threads, unloaded.files);
}
