// The host's side of a property set.
#pragma once

#include <standard/Suites.h>

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace ofx {

struct PropertySetBody {
    using Value = std::variant<std::monostate, void*, std::string, double, int>;

    std::map<std::string, std::vector<Value>> values;

    // Called when the plug-in gives an image back; null for every other set.
    void (*on_release)(PropertySetBody*) = nullptr;
    void* owner = nullptr;

    void Set(const std::string& name, Value value, int index = 0)
    {
        auto& row = values[name];
        if (row.size() <= static_cast<std::size_t>(index)) {
            row.resize(static_cast<std::size_t>(index) + 1);
        }

        row[static_cast<std::size_t>(index)] = std::move(value);
    }

    template <typename Type>
    Type Get(const std::string& name, int index = 0, Type fallback = {}) const
    {
        const auto row = values.find(name);
        if (row == values.end() || row->second.size() <= static_cast<std::size_t>(index)) {
            return fallback;
        }

        const auto* value = std::get_if<Type>(&row->second[static_cast<std::size_t>(index)]);
        return value != nullptr ? *value : fallback;
    }

    bool Has(const std::string& name) const { return values.count(name) != 0; }
    std::vector<std::string> Strings(const std::string& name) const;
};

}  // namespace ofx

namespace host {

const ofx::PropertySuite& PropertyFunctions();

}  // namespace host
