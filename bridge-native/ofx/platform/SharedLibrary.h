// The operating system's loader.
#pragma once

#include <string>

namespace sora2 {

// Opens a library that stays loaded until the process ends; null, with the loader's words in `why`, when it cannot.
void* OpenPinned(const std::string& path, std::string& why);

void* FindSymbol(void* library, const char* name);

// The folder of this bundle's own binary, without a slash at its end; empty when the system does not tell.
std::string OwnFolder();

}  // namespace sora2
