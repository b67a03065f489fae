#include "Params.h"

#include "Effect.h"

#include <cstdarg>
#include <standard/Names.h>

namespace ofx {

ParamBody* ParamSetBody::Find(const std::string& name) const
{
    for (const auto& param : params) {
        if (param->name == name) {
            return param.get();
        }
    }

    return nullptr;
}

}  // namespace ofx

namespace host {
namespace {

using ofx::Param;
using ofx::ParamSet;
using ofx::Status;

bool IsText(const ofx::ParamBody& param)
{
    return param.type == ofx::param::string;
}

bool IsReal(const ofx::ParamBody& param)
{
    return param.type == ofx::param::double_;
}

Status Define(ParamSet set, const char* type, const char* name, ofx::PropertySet* properties)
{
    if (set->Find(name) != nullptr) {
        set->duplicates++;
        return ofx::status::exists;
    }

    auto param = std::make_unique<ofx::ParamBody>();
    param->name = name;
    param->type = type;
    *properties = &param->properties;
    set->params.push_back(std::move(param));
    return ofx::status::ok;
}

Status GetHandle(ParamSet set, const char* name, Param* param, ofx::PropertySet* properties)
{
    *param = set->Find(name);
    if (*param == nullptr) {
        return ofx::status::unknown;
    }

    if (properties != nullptr) {
        *properties = &(*param)->properties;
    }

    return ofx::status::ok;
}

Status SetProperties(ParamSet set, ofx::PropertySet* properties)
{
    *properties = &set->properties;
    return ofx::status::ok;
}

Status ParamProperties(Param param, ofx::PropertySet* properties)
{
    *properties = &param->properties;
    return ofx::status::ok;
}

Status GetWithList(Param param, va_list& arguments)
{
    const std::lock_guard<std::mutex> lock(param->mutex);
    if (IsText(*param)) {
        *va_arg(arguments, char**) = param->text.data();
    } else if (IsReal(*param)) {
        *va_arg(arguments, double*) = param->real;
    } else {
        *va_arg(arguments, int*) = param->whole;
    }

    return ofx::status::ok;
}

Status Get(Param param, ...)
{
    va_list arguments;
    va_start(arguments, param);
    const Status status = GetWithList(param, arguments);
    va_end(arguments);
    return status;
}

Status GetAtTime(Param param, ofx::Time time, ...)
{
    va_list arguments;
    va_start(arguments, time);
    const Status status = GetWithList(param, arguments);
    va_end(arguments);
    return status;
}

Status Set(Param param, ...)
{
    if (!param->effect->MayBeSet(*param)) {
        return ofx::status::failed;
    }

    va_list arguments;
    va_start(arguments, param);
    {
        const std::lock_guard<std::mutex> lock(param->mutex);
        if (IsText(*param)) {
            param->text = va_arg(arguments, const char*);
        } else if (IsReal(*param)) {
            param->real = va_arg(arguments, double);
        } else {
            param->whole = va_arg(arguments, int);
        }
    }

    va_end(arguments);
    param->effect->WasSetByPlugin(*param);
    return ofx::status::ok;
}

Status SetAtTime(Param, ofx::Time, ...)
{
    return ofx::status::unsupported;
}

Status NotAnimated(Param, unsigned* count)
{
    *count = 0;
    return ofx::status::ok;
}

Status EditBegin(ParamSet set, const char*)
{
    set->open_edits++;
    return ofx::status::ok;
}

Status EditEnd(ParamSet set)
{
    set->open_edits--;
    return ofx::status::ok;
}

constexpr ofx::ParameterSuite functions = {
    Define, GetHandle, SetProperties, ParamProperties, Get, GetAtTime, nullptr, nullptr, Set, SetAtTime, NotAnimated, nullptr, nullptr, nullptr, nullptr, nullptr,
    EditBegin, EditEnd,
};

}  // namespace

const ofx::ParameterSuite& ParameterFunctions()
{
    return functions;
}

void Initialise(ofx::ParamBody& param)
{
    param.text = param.properties.Get<std::string>(ofx::prop::param_default);
    param.real = param.properties.Get<double>(ofx::prop::param_default);
    param.whole = param.properties.Get<int>(ofx::prop::param_default);
}

}  // namespace host
