#include "Library.h"

#include "Check.h"

#include <dlfcn.h>
#include <string.h>

struct Sora2Library sora2;

/* A call with the header's own prototype in scope: the compiler compares it with the table's. */
#define SORA2_SAME(result, name, arguments) \
    _Static_assert(_Generic(&sora2_##name, result(*) arguments: 1, default: 0), "sora2_" #name " differs from the header");
SORA2_FUNCTIONS(SORA2_SAME)

static void Find(void *library, const char *name, void *pointer)
{
    void *const symbol = dlsym(library, name);
    CHECK(symbol != NULL, "%s is not exported", name);
    memcpy(pointer, &symbol, sizeof symbol);
}

void LoadLibrary(const char *path)
{
    void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CHECK(library != NULL, "%s", dlerror());
#define SORA2_FIND(result, name, arguments) Find(library, "sora2_" #name, &sora2.name);
    SORA2_FUNCTIONS(SORA2_FIND)
#undef SORA2_FIND
    CHECK(sora2.abi_version() == SORA2_ABI_VERSION, "version %d", sora2.abi_version());
}

const char *LastError(void)
{
    static char words[4096];
    sora2.last_error(words, sizeof words);
    return words;
}
