/* A plug-in host library that has nothing but its version, which is NEWER_BY after the one that this build knows. */
#include <sora2/plugin_host.h>

int32_t sora2_abi_version(void)
{
    return SORA2_ABI_VERSION + NEWER_BY;
}
