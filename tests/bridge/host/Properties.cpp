#include "Properties.h"

namespace ofx {

std::vector<std::string> PropertySetBody::Strings(const std::string& name) const
{
    std::vector<std::string> strings;
    if (const auto row = values.find(name); row != values.end()) {
        for (const Value& value : row->second) {
            strings.push_back(std::get<std::string>(value));
        }
    }

    return strings;
}

}  // namespace ofx

namespace host {
namespace {

using ofx::PropertySet;
using ofx::Status;

template <typename Stored, typename Given>
Status Set(PropertySet set, const char* name, int index, Given value)
{
    if (set == nullptr || index < 0) {
        return set == nullptr ? ofx::status::bad_handle : ofx::status::bad_index;
    }

    set->Set(name, Stored(value), index);
    return ofx::status::ok;
}

template <typename Stored, typename Given>
Status SetN(PropertySet set, const char* name, int count, const Given* values)
{
    Status status = ofx::status::ok;
    for (int i = 0; i < count && status == ofx::status::ok; i++) {
        status = Set<Stored>(set, name, i, values[i]);
    }

    return status;
}

template <typename Stored>
Status Find(PropertySet set, const char* name, int index, Stored** found)
{
    if (set == nullptr) {
        return ofx::status::bad_handle;
    }

    const auto row = set->values.find(name);
    if (row == set->values.end()) {
        return ofx::status::unknown;
    }

    if (index < 0 || static_cast<std::size_t>(index) >= row->second.size()) {
        return ofx::status::bad_index;
    }

    *found = std::get_if<Stored>(&row->second[static_cast<std::size_t>(index)]);
    return *found != nullptr ? ofx::status::ok : ofx::status::value;
}

template <typename Stored>
Status Get(PropertySet set, const char* name, int index, Stored* value)
{
    Stored* found = nullptr;
    const Status status = Find(set, name, index, &found);
    if (status == ofx::status::ok) {
        *value = *found;
    }

    return status;
}

Status GetText(PropertySet set, const char* name, int index, char** value)
{
    std::string* found = nullptr;
    const Status status = Find(set, name, index, &found);
    if (status == ofx::status::ok) {
        *value = found->data();
    }

    return status;
}

template <typename Stored>
Status GetN(PropertySet set, const char* name, int count, Stored* values)
{
    Status status = ofx::status::ok;
    for (int i = 0; i < count && status == ofx::status::ok; i++) {
        status = Get(set, name, i, values + i);
    }

    return status;
}

Status GetTextN(PropertySet set, const char* name, int count, char** values)
{
    Status status = ofx::status::ok;
    for (int i = 0; i < count && status == ofx::status::ok; i++) {
        status = GetText(set, name, i, values + i);
    }

    return status;
}

Status Reset(PropertySet set, const char* name)
{
    return set != nullptr && set->values.erase(name) != 0 ? ofx::status::ok : ofx::status::unknown;
}

Status Dimension(PropertySet set, const char* name, int* count)
{
    if (set == nullptr || !set->Has(name)) {
        return ofx::status::unknown;
    }

    *count = static_cast<int>(set->values[name].size());
    return ofx::status::ok;
}

constexpr ofx::PropertySuite functions = {
    Set<void*>, Set<std::string>, Set<double>, Set<int>, SetN<void*>, SetN<std::string>, SetN<double>, SetN<int>,
    Get<void*>, GetText,          Get<double>, Get<int>, GetN<void*>, GetTextN,          GetN<double>, GetN<int>,
    Reset,      Dimension,
};

}  // namespace

const ofx::PropertySuite& PropertyFunctions()
{
    return functions;
}

}  // namespace host
