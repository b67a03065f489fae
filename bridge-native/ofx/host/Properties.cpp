#include "Properties.h"

namespace sora2 {

int Properties::Int(const char* name, int index, int fallback) const
{
    int value = fallback;
    return set_ != nullptr && suite_->get_int(set_, name, index, &value) == ofx::status::ok ? value : fallback;
}

double Properties::Double(const char* name, int index, double fallback) const
{
    double value = fallback;
    return set_ != nullptr && suite_->get_double(set_, name, index, &value) == ofx::status::ok ? value : fallback;
}

std::string Properties::String(const char* name) const
{
    char* value = nullptr;
    const bool is_there = set_ != nullptr && suite_->get_string(set_, name, 0, &value) == ofx::status::ok && value != nullptr;
    return is_there ? value : "";
}

void* Properties::Pointer(const char* name) const
{
    void* value = nullptr;
    return set_ != nullptr && suite_->get_pointer(set_, name, 0, &value) == ofx::status::ok ? value : nullptr;
}

bool Properties::Rect(const char* name, ofx::RectI& rect) const
{
    int sides[4] = {};
    if (set_ == nullptr || suite_->get_int_n(set_, name, 4, sides) != ofx::status::ok) {
        return false;
    }

    rect = {sides[0], sides[1], sides[2], sides[3]};
    return true;
}

void Properties::SetInt(const char* name, int value, int index) const
{
    suite_->set_int(set_, name, index, value);
}

void Properties::SetDouble(const char* name, double value, int index) const
{
    suite_->set_double(set_, name, index, value);
}

void Properties::SetString(const char* name, const char* value, int index) const
{
    suite_->set_string(set_, name, index, value);
}

void Properties::SetPointer(const char* name, void* value) const
{
    suite_->set_pointer(set_, name, 0, value);
}

}  // namespace sora2
