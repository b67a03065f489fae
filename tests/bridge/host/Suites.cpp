#include "Suites.h"

#include "Program.h"

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <standard/Names.h>
#include <thread>

namespace ofx {

struct ImageMemoryBody {
    std::vector<std::uint8_t> bytes;
};

struct MutexBody {
    std::recursive_mutex mutex;
};

}  // namespace ofx

namespace host {
namespace {

using ofx::Status;

Status EffectProperties(ofx::Effect effect, ofx::PropertySet* set)
{
    *set = effect != nullptr ? &effect->effect->Properties() : nullptr;
    return effect != nullptr ? ofx::status::ok : ofx::status::bad_handle;
}

Status EffectParams(ofx::Effect effect, ofx::ParamSet* set)
{
    *set = &effect->effect->Params();
    return ofx::status::ok;
}

Status ClipDefine(ofx::Effect effect, const char* name, ofx::PropertySet* set)
{
    auto clip = std::make_unique<ofx::ClipBody>();
    clip->effect = effect->effect;
    clip->name = name;
    *set = &clip->properties;
    effect->effect->Clips()[name] = std::move(clip);
    return ofx::status::ok;
}

Status ClipHandle(ofx::Effect effect, const char* name, ofx::Clip* clip, ofx::PropertySet* set)
{
    auto& clips = effect->effect->Clips();
    const auto found = clips.find(name);
    if (found == clips.end()) {
        return ofx::status::unknown;
    }

    *clip = found->second.get();
    if (set != nullptr) {
        *set = &found->second->properties;
    }

    return ofx::status::ok;
}

Status ClipProperties(ofx::Clip clip, ofx::PropertySet* set)
{
    *set = clip != nullptr ? &clip->properties : nullptr;
    return clip != nullptr ? ofx::status::ok : ofx::status::bad_handle;
}

Status ClipImage(ofx::Clip clip, ofx::Time time, const ofx::RectD*, ofx::PropertySet* image)
{
    return clip->effect->LendImage(*clip, time, image);
}

Status ReleaseImage(ofx::PropertySet image)
{
    if (image == nullptr) {
        return ofx::status::bad_handle;
    }

    Effect::TakeBack(image);
    return ofx::status::ok;
}

Status ClipRegion(ofx::Clip, ofx::Time, ofx::RectD* region)
{
    *region = {};
    return ofx::status::failed;
}

int NeverAborts(ofx::Effect)
{
    return 0;
}

Status ImageMemoryAlloc(ofx::Effect, std::size_t count, ofx::ImageMemory* memory)
{
    *memory = new ofx::ImageMemoryBody{std::vector<std::uint8_t>(count)};
    return ofx::status::ok;
}

Status ImageMemoryFree(ofx::ImageMemory memory)
{
    delete memory;
    return ofx::status::ok;
}

Status ImageMemoryLock(ofx::ImageMemory memory, void** data)
{
    *data = memory->bytes.data();
    return ofx::status::ok;
}

Status ImageMemoryUnlock(ofx::ImageMemory)
{
    return ofx::status::ok;
}

Status MemoryAlloc(void*, std::size_t count, void** data)
{
    *data = std::malloc(count);
    return *data != nullptr ? ofx::status::ok : ofx::status::memory;
}

Status MemoryFree(void* data)
{
    std::free(data);
    return ofx::status::ok;
}

Status MultiThread(void (*work)(unsigned, unsigned, void*), unsigned count, void* argument)
{
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < count; i++) {
        threads.emplace_back(work, i, count, argument);
    }

    for (auto& thread : threads) {
        thread.join();
    }

    return ofx::status::ok;
}

Status One(unsigned* count)
{
    *count = 1;
    return ofx::status::ok;
}

Status Zero(unsigned* index)
{
    *index = 0;
    return ofx::status::ok;
}

int NotSpawned()
{
    return 0;
}

Status MutexCreate(ofx::Mutex* mutex, int)
{
    *mutex = new ofx::MutexBody;
    return ofx::status::ok;
}

Status MutexDestroy(ofx::Mutex mutex)
{
    delete mutex;
    return ofx::status::ok;
}

Status MutexLock(ofx::Mutex mutex)
{
    mutex->mutex.lock();
    return ofx::status::ok;
}

Status MutexUnlock(ofx::Mutex mutex)
{
    mutex->mutex.unlock();
    return ofx::status::ok;
}

Status MutexTryLock(ofx::Mutex mutex)
{
    return mutex->mutex.try_lock() ? ofx::status::ok : ofx::status::failed;
}

std::string Print(const char* format, va_list arguments)
{
    char text[4096];
    std::vsnprintf(text, sizeof text, format, arguments);
    return text;
}

Status Message(void* effect, const char*, const char*, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Program::Of(effect)->Note(Print(format, arguments));
    va_end(arguments);
    return ofx::status::ok;
}

Status SetStandingMessage(void* effect, const char*, const char*, const char* format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Program::Of(effect)->Stand(Print(format, arguments));
    va_end(arguments);
    return ofx::status::ok;
}

Status ClearStandingMessage(void* effect)
{
    Program::Of(effect)->Stand({});
    return ofx::status::ok;
}

Status ProgressStart(void* effect, const char*)
{
    Program::Of(effect)->progress_windows++;
    return ofx::status::ok;
}

Status ProgressUpdate(void* effect, double)
{
    return Program::Of(effect)->Ways().cancels_progress ? ofx::status::reply_no : ofx::status::reply_yes;
}

Status ProgressEnd(void* effect)
{
    Program::Of(effect)->progress_windows--;
    return ofx::status::ok;
}

// As wrong as melt's.
Status WrongTime(void*, double* time)
{
    *time = -1234;
    return ofx::status::ok;
}

Status GotoTime(void*, double)
{
    return ofx::status::unsupported;
}

Status TimeBounds(void*, double* first, double* last)
{
    *first = 0;
    *last = 0;
    return ofx::status::ok;
}

constexpr ofx::ImageEffectSuite image_effect_functions = {
    EffectProperties, EffectParams, ClipDefine, ClipHandle, ClipProperties, ClipImage, ReleaseImage, ClipRegion, NeverAborts,
    ImageMemoryAlloc, ImageMemoryFree, ImageMemoryLock, ImageMemoryUnlock,
};
constexpr ofx::MemorySuite memory_functions = {MemoryAlloc, MemoryFree};
constexpr ofx::MultiThreadSuite multi_thread_functions = {
    MultiThread, One, Zero, NotSpawned, MutexCreate, MutexDestroy, MutexLock, MutexUnlock, MutexTryLock,
};
constexpr ofx::MessageSuite message_functions = {Message};
constexpr ofx::MessageSuite2 message_functions_2 = {Message, SetStandingMessage, ClearStandingMessage};
constexpr ofx::ProgressSuite progress_functions = {ProgressStart, ProgressUpdate, ProgressEnd};
constexpr ofx::TimeLineSuite time_line_functions = {WrongTime, GotoTime, TimeBounds};

}  // namespace

const ofx::ImageEffectSuite& ImageEffectFunctions()
{
    return image_effect_functions;
}

const ofx::MemorySuite& MemoryFunctions()
{
    return memory_functions;
}

const ofx::MultiThreadSuite& MultiThreadFunctions()
{
    return multi_thread_functions;
}

const ofx::MessageSuite& MessageFunctions()
{
    return message_functions;
}

const ofx::MessageSuite2& MessageFunctions2()
{
    return message_functions_2;
}

const ofx::MessageSuite2& BrokenMessageFunctions2()
{
    // Calling an address on the unmapped first page ends the test at once.
    static const ofx::MessageSuite2 broken = {Message, nullptr, reinterpret_cast<Status (*)(void*)>(static_cast<std::uintptr_t>(0x10))};
    return broken;
}

const ofx::ProgressSuite& ProgressFunctions()
{
    return progress_functions;
}

const ofx::TimeLineSuite& TimeLineFunctions()
{
    return time_line_functions;
}

}  // namespace host
