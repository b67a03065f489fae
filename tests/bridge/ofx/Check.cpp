#include "Check.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace check {
namespace {

struct Case {
    const char* name;
    void (*run)();
};

std::vector<Case>& Cases()
{
    static std::vector<Case> cases;
    return cases;
}

int s_faults = 0;
int s_told = 0;  // of the case that runs

constexpr int most_told = 10;

}  // namespace

void Register(const char* name, void (*run)())
{
    Cases().push_back({name, run});
}

void Fail(const char* file, int line, const std::string& what)
{
    s_faults++;
    if (s_told++ < most_told) {
        std::printf("  %s:%d: %s\n", file, line, what.c_str());
    }
}

double Limit(double milliseconds)
{
    const char* factor = std::getenv("SORA2_SLOW_FACTOR");
    return milliseconds * (factor != nullptr ? std::atof(factor) : 1);
}

int RunAll(const char* part)
{
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (const auto& each : Cases()) {
        if (std::strstr(each.name, part) == nullptr) {
            continue;
        }

        const int before = s_faults;
        s_told = 0;
        try {
            each.run();
        } catch (const Skipped& reason) {
            skipped++;
            std::printf("skipped %s: %s\n", each.name, reason.what());
            continue;
        } catch (const std::exception& error) {
            Fail(__FILE__, __LINE__, error.what());
        }

        const bool has_passed = s_faults == before;
        (has_passed ? passed : failed)++;
        std::printf("%s %s\n", has_passed ? "passed " : "FAILED ", each.name);
        std::fflush(stdout);
    }

    std::printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed > 0 ? 1 : passed == 0 && skipped > 0 ? 77 : 0;
}

}  // namespace check
