// The function tables that a host hands out, slot by slot in the order of the interface.
#pragma once

#include "Types.h"

#include <cstddef>

namespace ofx {

struct ImageEffectSuite {
    static constexpr const char* name = "OfxImageEffectSuite";
    static constexpr int version = 1;

    Status (*get_property_set)(Effect, PropertySet*);
    Status (*get_param_set)(Effect, ParamSet*);
    Status (*clip_define)(Effect, const char* name, PropertySet*);
    Status (*clip_get_handle)(Effect, const char* name, Clip*, PropertySet* or_null);
    Status (*clip_get_property_set)(Clip, PropertySet*);
    Status (*clip_get_image)(Clip, Time, const RectD* region_or_null, PropertySet* image);
    Status (*clip_release_image)(PropertySet image);
    Status (*clip_get_region_of_definition)(Clip, Time, RectD*);
    int (*abort)(Effect);
    Status (*image_memory_alloc)(Effect, std::size_t, ImageMemory*);
    Status (*image_memory_free)(ImageMemory);
    Status (*image_memory_lock)(ImageMemory, void**);
    Status (*image_memory_unlock)(ImageMemory);
};

struct PropertySuite {
    static constexpr const char* name = "OfxPropertySuite";
    static constexpr int version = 1;

    Status (*set_pointer)(PropertySet, const char* name, int index, void* value);
    Status (*set_string)(PropertySet, const char* name, int index, const char* value);
    Status (*set_double)(PropertySet, const char* name, int index, double value);
    Status (*set_int)(PropertySet, const char* name, int index, int value);
    Status (*set_pointer_n)(PropertySet, const char* name, int count, void* const* values);
    Status (*set_string_n)(PropertySet, const char* name, int count, const char* const* values);
    Status (*set_double_n)(PropertySet, const char* name, int count, const double* values);
    Status (*set_int_n)(PropertySet, const char* name, int count, const int* values);
    Status (*get_pointer)(PropertySet, const char* name, int index, void** value);
    Status (*get_string)(PropertySet, const char* name, int index, char** value);
    Status (*get_double)(PropertySet, const char* name, int index, double* value);
    Status (*get_int)(PropertySet, const char* name, int index, int* value);
    Status (*get_pointer_n)(PropertySet, const char* name, int count, void** values);
    Status (*get_string_n)(PropertySet, const char* name, int count, char** values);
    Status (*get_double_n)(PropertySet, const char* name, int count, double* values);
    Status (*get_int_n)(PropertySet, const char* name, int count, int* values);
    Status (*reset)(PropertySet, const char* name);
    Status (*get_dimension)(PropertySet, const char* name, int* count);
};

struct ParameterSuite {
    static constexpr const char* name = "OfxParameterSuite";
    static constexpr int version = 1;

    Status (*define)(ParamSet, const char* type, const char* name, PropertySet*);
    Status (*get_handle)(ParamSet, const char* name, Param*, PropertySet* or_null);
    Status (*set_get_property_set)(ParamSet, PropertySet*);
    Status (*get_property_set)(Param, PropertySet*);
    Status (*get_value)(Param, ...);
    Status (*get_value_at_time)(Param, Time, ...);
    Status (*get_derivative)(Param, Time, ...);
    Status (*get_integral)(Param, Time, Time, ...);
    Status (*set_value)(Param, ...);
    Status (*set_value_at_time)(Param, Time, ...);
    Status (*get_num_keys)(Param, unsigned*);
    Status (*get_key_time)(Param, unsigned index, Time*);
    Status (*get_key_index)(Param, Time, int direction, int*);
    Status (*delete_key)(Param, Time);
    Status (*delete_all_keys)(Param);
    Status (*copy)(Param to, Param from, Time offset, const RangeD*);
    Status (*edit_begin)(ParamSet, const char* name);
    Status (*edit_end)(ParamSet);
};

struct MemorySuite {
    static constexpr const char* name = "OfxMemorySuite";
    static constexpr int version = 1;

    Status (*alloc)(void* handle, std::size_t, void**);
    Status (*free)(void*);
};

struct MultiThreadSuite {
    static constexpr const char* name = "OfxMultiThreadSuite";
    static constexpr int version = 1;

    Status (*multi_thread)(void (*work)(unsigned index, unsigned count, void*), unsigned count, void*);
    Status (*num_cpus)(unsigned*);
    Status (*index)(unsigned*);
    int (*is_spawned_thread)();
    Status (*mutex_create)(Mutex*, int lock_count);
    Status (*mutex_destroy)(Mutex);
    Status (*mutex_lock)(Mutex);
    Status (*mutex_unlock)(Mutex);
    Status (*mutex_try_lock)(Mutex);
};

struct MessageSuite {
    static constexpr const char* name = "OfxMessageSuite";
    static constexpr int version = 1;

    Status (*message)(void* handle, const char* type, const char* id, const char* format, ...);
};

struct MessageSuite2 {
    static constexpr const char* name = "OfxMessageSuite";
    static constexpr int version = 2;

    Status (*message)(void* handle, const char* type, const char* id, const char* format, ...);
    Status (*set_persistent_message)(void* handle, const char* type, const char* id, const char* format, ...);
    Status (*clear_persistent_message)(void* handle);
};

struct ProgressSuite {
    static constexpr const char* name = "OfxProgressSuite";
    static constexpr int version = 1;

    Status (*start)(void* instance, const char* label);
    Status (*update)(void* instance, double progress);
    Status (*end)(void* instance);
};

struct TimeLineSuite {
    static constexpr const char* name = "OfxTimeLineSuite";
    static constexpr int version = 1;

    Status (*get_time)(void* instance, double*);
    Status (*goto_time)(void* instance, double);
    Status (*get_time_bounds)(void* instance, double* first, double* last);
};

}  // namespace ofx
