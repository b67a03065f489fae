#include "SharedLibrary.h"

#include <dlfcn.h>

namespace sora2 {

void* OpenPinned(const std::string& path, std::string& why)
{
    // A path without a slash would be searched for along the system's folders.
    void* library = path.find('/') == std::string::npos ? nullptr : dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        const char* words = dlerror();
        why = words != nullptr ? words : path + " is no path of a file";
    }

    return library;
}

void* FindSymbol(void* library, const char* name)
{
    return dlsym(library, name);
}

std::string OwnFolder()
{
    Dl_info info{};
    if (dladdr(reinterpret_cast<void*>(&OwnFolder), &info) == 0 || info.dli_fname == nullptr) {
        return {};
    }

    const std::string path = info.dli_fname;
    const std::string::size_type slash = path.rfind('/');
    return slash == std::string::npos ? "." : path.substr(0, slash);
}

}  // namespace sora2
