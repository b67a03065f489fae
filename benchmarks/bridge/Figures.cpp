// The figures of the OpenFX bundle, as a host sees them: Load and Describe, frames of a ready shot, presses of Generate, size. Prints lines
// of the table of benchmarks/; needs what its tests need: SORA2_PLUGIN_HOST and a server.
#include "PlainCopy.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <ofx/server/MadeShot.h>
#include <stdexcept>
#include <thread>

namespace {

using namespace real;

constexpr int rounds = 12;
constexpr double impossible = 1e9;

int s_missed = 0;

void Print(const char* name, double measured, double limit, const char* unit)
{
    const double ratio = measured / limit;
    s_missed += ratio <= 1 ? 0 : 1;
    std::printf("%-60s %9.2f %-2s <%6.1f %-2s  %.2f %s\n", name, measured, unit, limit, unit, ratio, ratio <= 1 ? "" : "MISSED");
    std::fflush(stdout);
}

host::PictureFormat Large(const host::ProjectFormat& size, const char* depth)
{
    host::PictureFormat format = FormatOf(depth);
    format.width = size.width;
    format.height = size.height;
    return format;
}

// From a file on the disk to two effects that are described in both of their contexts.
void MeasureLoading()
{
    const double milliseconds = Milliseconds([] {
        static host::Program program;
        TheBundle().Load(program);
        for (const char* identifier : {host::shot_identifier, host::extend_identifier}) {
            host::Effect effect(program, TheBundle().Named(identifier));
            effect.Describe();
            effect.DescribeInContext(ofx::context::general);
        }
    });
    Print("bundle: load and describe both effects, no server", milliseconds, 50, "ms");
}

std::unique_ptr<Shot> MakeShot(const host::ProjectFormat& size, double seconds)
{
    auto shot = std::make_unique<Shot>(size);
    TypeSmallWish(shot->effect, "A red ball rolls over the grass");
    shot->effect.Type("seconds", seconds);
    Print("bundle: press of Generate, Sora2 Shot", Milliseconds([&] { shot->effect.Press("generate"); }), 100, "ms");
    const std::string end = WaitForEnd(shot->effect);
    if (!Starts(end, "Ready")) {
        throw std::runtime_error("no shot: " + end);
    }

    return shot;
}

// The same frame, read and copied in turn, so that both meet the same machine; the fastest of each counts.
void MeasureCopy(host::Effect& effect, const host::ProjectFormat& size)
{
    const auto pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    for (const char* depth : {ofx::depth::float_, ofx::depth::byte_}) {
        const bool is_float = depth == ofx::depth::float_;
        host::PictureFormat format = Large(size, ofx::depth::short_);
        format.components = ofx::components::rgb;
        host::Picture stored(format);
        effect.Render(0, stored);
        const std::vector<std::uint8_t> rgb = stored.Bytes();

        host::Picture picture(Large(size, depth));
        std::vector<std::uint8_t> copy(pixels * (is_float ? 16 : 4));
        double reading = impossible;
        double copying = impossible;
        for (int round = 0; round < rounds; round++) {
            reading = std::min(reading, Milliseconds([&] { effect.Render(0, picture); }));
            copying = std::min(copying, Milliseconds([&] { is_float ? CopyToFloats(rgb, copy) : CopyToBytes(rgb, copy); }));
        }

        if (picture.Bytes() != copy) {
            throw std::runtime_error("the plain copy has other pixels");
        }

        char name[100];
        std::snprintf(name, sizeof name, "bundle: %dx%d %s, %.1f ms beside %.1f of a plain copy", size.width, size.height, is_float ? "float" : "byte", reading, copying);
        Print(name, reading / copying, 2, "");
    }
}

// Every frame, by four threads that take turns, beside the same by one.
void MeasureThreads(host::Effect& effect, const host::ProjectFormat& size, int frames)
{
    constexpr int threads = 4;
    std::vector<std::vector<std::uint8_t>> expected(static_cast<std::size_t>(frames));
    const auto shown = [&](int frame) {
        host::Picture picture(Large(size, ofx::depth::byte_));
        effect.Render(frame, picture);
        return picture.Bytes();
    };
    for (int frame = 0; frame < frames; frame++) {
        expected[static_cast<std::size_t>(frame)] = shown(frame);
    }

    std::atomic<int> wrong{0};
    const double seconds = 1e-3 * Milliseconds([&] {
        std::vector<std::thread> running;
        for (int thread = 0; thread < threads; thread++) {
            running.emplace_back([&, thread] {
                for (int frame = thread; frame < frames; frame += threads) {
                    wrong += shown(frame) == expected[static_cast<std::size_t>(frame)] ? 0 : 1;
                }
            });
        }

        for (std::thread& thread : running) {
            thread.join();
        }
    });
    char name[100];
    std::snprintf(name, sizeof name, "bundle: wrong ones of %d frames by %d threads, in %.2f s", frames, threads, seconds);
    Print(name, wrong, 0.5, "");
}

// Frames that the host has ready, so that the time is the bundle's own.
void MeasureExtend(const host::ProjectFormat& size)
{
    host::Program program;
    TheBundle().Load(program);
    host::Effect effect(program, TheBundle().Named(host::extend_identifier));
    effect.Create(ofx::context::filter, size);
    std::vector<std::unique_ptr<host::Picture>> pictures;
    std::vector<host::Picture*> ready;
    for (int i = 0; i < 4; i++) {
        pictures.push_back(std::make_unique<host::Picture>(Large(size, ofx::depth::float_)));
        ready.push_back(pictures.back().get());
    }

    effect.Connect(ready, 0, 99);
    TypeSmallWish(effect, "");
    double best = impossible;
    for (int round = 0; round < 5; round++) {
        best = std::min(best, Milliseconds([&] { effect.Press("generate"); }));
        effect.Press("cancel");
        WaitForEnd(effect);
    }

    char name[100];
    std::snprintf(name, sizeof name, "bundle: press of Generate, 24 frames of %dx%d float", size.width, size.height);
    Print(name, best, 100, "ms");
}

double MegabytesOf(const std::filesystem::path& bundle)
{
    double bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(bundle)) {
        bytes += static_cast<double>(file.file_size());
    }

    return bytes / 1e6;
}

}  // namespace

int main()
{
    try {
        RequireLibrary();
        MeasureLoading();
        const host::ProjectFormat hd = {1920, 1080, 24, 1};
        const host::ProjectFormat uhd = {3840, 2160, 24, 1};
        {
            const auto shot = MakeShot(hd, 2);
            MeasureCopy(shot->effect, hd);
            MeasureThreads(shot->effect, hd, 48);
        }

        MeasureCopy(MakeShot(uhd, 0.5)->effect, uhd);
        MeasureExtend(hd);
        Print("bundle: size, with the library", MegabytesOf(std::filesystem::path(SORA2_BUNDLE_BINARY).parent_path()), 30, "MB");
        return s_missed == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
}
