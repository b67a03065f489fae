// A property set of the host's. What a host does not have reads as the fallback; what it refuses to take is left.
#pragma once

#include "../standard/Suites.h"

#include <string>

namespace sora2 {

class Properties {
public:
    Properties(const ofx::PropertySuite& suite, ofx::PropertySet set) : suite_(&suite), set_(set) {}

    explicit operator bool() const { return set_ != nullptr; }
    ofx::PropertySet Handle() const { return set_; }

    int Int(const char* name, int index = 0, int fallback = 0) const;
    double Double(const char* name, int index = 0, double fallback = 0) const;
    std::string String(const char* name) const;
    void* Pointer(const char* name) const;

    // False when the set has no such property of four numbers.
    bool Rect(const char* name, ofx::RectI& rect) const;

    void SetInt(const char* name, int value, int index = 0) const;
    void SetDouble(const char* name, double value, int index = 0) const;
    // The text must outlive the host's use of it: some hosts keep the pointer.
    void SetString(const char* name, const char* value, int index = 0) const;
    void SetPointer(const char* name, void* value) const;

private:
    const ofx::PropertySuite* suite_;
    ofx::PropertySet set_;
};

}  // namespace sora2
