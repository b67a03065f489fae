// What a scanning host sees, with neither a server nor the plug-in host library.
#include "../Check.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <host/Program.h>
#include <set>
#include <standard/Names.h>
#include <unistd.h>

namespace {

using namespace std::chrono;

const host::Bundle& TheBundle()
{
    static const host::Bundle bundle(SORA2_BUNDLE_BINARY);
    return bundle;
}

bool IsMapped(const std::string& part)
{
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.find(part) != std::string::npos) {
            return true;
        }
    }

    return false;
}

// Bytes that `work` puts on standard output.
long Printed(void (*work)())
{
    std::fflush(stdout);
    const int kept = dup(1);
    std::FILE* file = std::tmpfile();
    dup2(fileno(file), 1);
    work();
    std::fflush(stdout);
    dup2(kept, 1);
    close(kept);
    std::fseek(file, 0, SEEK_END);
    const long count = std::ftell(file);
    std::fclose(file);
    return count;
}

std::unique_ptr<host::Effect> Described(host::Program& program, const char* identifier, const char* context)
{
    TheBundle().Load(program);
    auto effect = std::make_unique<host::Effect>(program, TheBundle().Named(identifier));
    CHECK_EQUAL(ofx::status::ok, effect->Describe());
    CHECK_EQUAL(ofx::status::ok, effect->DescribeInContext(context));
    return effect;
}

const char* const both[] = {host::shot_identifier, host::extend_identifier};

const char* OwnContext(const char* identifier)
{
    return identifier == host::shot_identifier ? ofx::context::generator : ofx::context::filter;
}

}  // namespace

TEST(Bundle_ListsTwoEffectsByTheirExactNames)
{
    CHECK_EQUAL(2, TheBundle().Count());
    CHECK_EQUAL(std::string("org.sora2plugin.shot"), TheBundle().At(0)->identifier);
    CHECK_EQUAL(std::string("org.sora2plugin.extend"), TheBundle().At(1)->identifier);
    CHECK(TheBundle().At(2) == nullptr);
    CHECK(TheBundle().At(-1) == nullptr);
    CHECK_EQUAL(std::string("OfxImageEffectPluginAPI"), TheBundle().At(0)->api);
    CHECK_EQUAL(1, TheBundle().At(0)->api_version);
}

TEST(Bundle_TakesTheHostFromItsOwnExport)
{
    host::Program program;
    CHECK(TheBundle().TakesHost());
    TheBundle().SetHost(&program.Raw());
    CHECK_EQUAL(ofx::status::ok, TheBundle().At(0)->main_entry(ofx::action::load, nullptr, nullptr, nullptr));
}

TEST(Load_WithoutAHostIsRefused)
{
    TheBundle().At(0)->set_host(nullptr);
    CHECK_EQUAL(ofx::status::missing_host_feature, TheBundle().At(0)->main_entry(ofx::action::load, nullptr, nullptr, nullptr));
}

TEST(Load_WithoutANeededSuiteIsRefused)
{
    host::Quirks ways;
    ways.lacks_param_suite = true;
    host::Program program(ways);
    TheBundle().At(0)->set_host(const_cast<ofx::Host*>(&program.Raw()));
    CHECK_EQUAL(ofx::status::missing_host_feature, TheBundle().At(0)->main_entry(ofx::action::load, nullptr, nullptr, nullptr));
}

TEST(Act_UnknownActionsAreLeftToTheHost)
{
    host::Program program;
    TheBundle().Load(program);
    CHECK_EQUAL(ofx::status::reply_default, TheBundle().At(0)->main_entry("OfxActionOfTomorrow", nullptr, nullptr, nullptr));
}

TEST(Describe_IsFastPrintsNothingAndLoadsNothing)
{
    const auto describe = [] {
        host::Program program;
        for (const char* identifier : both) {
            Described(program, identifier, OwnContext(identifier));
        }

        TheBundle().Unload();
    };

    const auto before = steady_clock::now();
    const long printed = Printed(describe);
    const double milliseconds = duration<double, std::milli>(steady_clock::now() - before).count();
    std::printf("  Load, Describe and DescribeInContext of both effects: %.2f ms\n", milliseconds);
    CHECK_EQUAL(0, printed);
    CHECK(milliseconds < check::Limit(50));
    CHECK(!IsMapped("plugin_host"));
}

TEST(Describe_SaysWhatTheEffectsCan)
{
    host::Program program;
    for (const char* identifier : both) {
        const auto effect = Described(program, identifier, OwnContext(identifier));
        const auto& about = effect->Properties();
        CHECK_EQUAL(std::size_t{2}, about.Strings(ofx::prop::supported_contexts).size());
        CHECK_EQUAL(std::size_t{4}, about.Strings(ofx::prop::supported_depths).size());
        CHECK_EQUAL(std::string(ofx::thread_safety::fully_safe), about.Get<std::string>(ofx::prop::render_thread_safety));
        CHECK_EQUAL(std::string("Sora2"), about.Get<std::string>(ofx::prop::grouping));
        CHECK_EQUAL(std::size_t{identifier == host::shot_identifier ? 1u : 2u}, effect->Clips().size());
    }
}

TEST(Describe_EveryParameterIsUniqueAndSafeInEveryHost)
{
    const std::set<std::string> known = {ofx::param::string, ofx::param::integer, ofx::param::double_, ofx::param::boolean, ofx::param::choice, ofx::param::push_button};
    host::Program program;
    for (const char* identifier : both) {
        const auto effect = Described(program, identifier, OwnContext(identifier));
        CHECK_EQUAL(0, effect->Params().duplicates);
        for (const auto& param : effect->Params().params) {
            const auto& about = param->properties;
            CHECK(known.count(param->type) == 1);
            CHECK(!about.Has(ofx::prop::param_secret));
            CHECK(!about.Get<std::string>(ofx::prop::label).empty());
            CHECK(!about.Get<std::string>(ofx::prop::param_hint).empty());
            if (param->type == ofx::param::integer || param->type == ofx::param::double_) {
                for (const char* range : {ofx::prop::param_min, ofx::prop::param_max, ofx::prop::param_display_min, ofx::prop::param_display_max}) {
                    CHECK(about.Has(range));
                }
            }

            if (param->type != ofx::param::push_button) {
                CHECK(about.Has(ofx::prop::param_animates));
                CHECK_EQUAL(0, about.Get<int>(ofx::prop::param_animates, 0, 1));
            }

            if (param->type == ofx::param::choice) {
                CHECK(about.Strings(ofx::prop::param_choice_option).size() >= 2);
            }
        }
    }
}

TEST(Describe_StateIsKeptInPlainStringsThatAreSaved)
{
    host::Program program;
    const auto effect = Described(program, host::shot_identifier, ofx::context::generator);
    for (const char* name : {"ticket", "shot", "recipe"}) {
        const ofx::ParamBody* param = effect->Params().Find(name);
        CHECK(param != nullptr && param->type == ofx::param::string);
        CHECK(param != nullptr && param->properties.Get<int>(ofx::prop::param_persistent) == 1);
    }
}

TEST(DescribeInContext_ServesTheRightContexts)
{
    host::Program program;
    TheBundle().Load(program);
    const struct {
        const char* identifier;
        const char* context;
        bool is_served;
    } cases[] = {
        {host::shot_identifier, ofx::context::generator, true},     {host::shot_identifier, ofx::context::general, true},
        {host::shot_identifier, ofx::context::filter, false},       {host::shot_identifier, ofx::context::transition, false},
        {host::extend_identifier, ofx::context::filter, true},      {host::extend_identifier, ofx::context::general, true},
        {host::extend_identifier, ofx::context::generator, false},  {host::extend_identifier, ofx::context::transition, false},
    };
    for (const auto& each : cases) {
        host::Effect effect(program, TheBundle().Named(each.identifier));
        CHECK_EQUAL(each.is_served ? ofx::status::ok : ofx::status::unsupported, effect.Create(each.context));
        CHECK_EQUAL(each.is_served, !effect.Params().params.empty());
    }
}

TEST(GetClipPreferences_EveryFrameIsItsOwn)
{
    host::Program program;
    TheBundle().Load(program);
    for (const char* identifier : both) {
        host::Effect effect(program, TheBundle().Named(identifier));
        effect.Create(OwnContext(identifier));
        ofx::PropertySetBody out;
        CHECK_EQUAL(ofx::status::ok, effect.Act(ofx::action::get_clip_preferences, nullptr, &out));
        CHECK_EQUAL(1, out.Get<int>(ofx::prop::frame_varying));
        CHECK_EQUAL(identifier == host::shot_identifier, out.Has(ofx::prop::premultiplication));
    }
}

TEST(GetRegionOfDefinition_AShotFillsTheProject)
{
    host::Program program;
    TheBundle().Load(program);
    host::Effect effect(program, TheBundle().Named(host::shot_identifier));
    effect.Create(ofx::context::generator, {720, 576, 25, 1.0940});
    ofx::PropertySetBody in;
    ofx::PropertySetBody out;
    in.Set(ofx::prop::time, 0.0);
    CHECK_EQUAL(ofx::status::ok, effect.Act(ofx::action::get_region_of_definition, &in, &out));
    CHECK_EQUAL(720 * 1.0940, out.Get<double>(ofx::prop::region_of_definition, 2));
    CHECK_EQUAL(576.0, out.Get<double>(ofx::prop::region_of_definition, 3));
}

TEST(Actions_OnAnUnknownInstanceAreRefused)
{
    host::Program program;
    TheBundle().Load(program);
    host::Effect never_created(program, TheBundle().Named(host::shot_identifier));
    ofx::PropertySetBody in;
    for (const char* action : {ofx::action::render, ofx::action::destroy_instance, ofx::action::instance_changed, ofx::action::sync_private_data,
             ofx::action::get_region_of_definition, ofx::action::is_identity}) {
        CHECK_EQUAL(ofx::status::bad_handle, never_created.Act(action, &in, &in));
    }
}
