// What an instance's settings become, field by field.
#include "../Check.h"

#include <cstring>
#include <wishes/Wish.h>
#include <host/Program.h>
#include <standard/Names.h>

namespace {

const host::Bundle& TheBundle()
{
    static const host::Bundle bundle(SORA2_BUNDLE_BINARY);
    return bundle;
}

// An effect as the bundle describes it, read by the bridge's own code in this program.
struct Settings {
    explicit Settings(sora2::EffectKind kind, const host::ProjectFormat& project = {1920, 1080, 23.976, 1})
        : effect((TheBundle().Load(program), program), TheBundle().Named(kind == sora2::EffectKind::shot ? host::shot_identifier : host::extend_identifier)),
          fetched(sora2::FetchHost(&program.Raw()))
    {
        CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::general, project));
        instance = std::make_unique<sora2::Instance>(*fetched, effect.Handle(), kind);
    }

    Sora2Wish Read()
    {
        wish = std::make_unique<sora2::Wish>(*instance);
        return wish->ToSend(77);
    }

    host::Program program;
    host::Effect effect;
    std::unique_ptr<const sora2::Host> fetched;
    std::unique_ptr<sora2::Instance> instance;
    std::unique_ptr<sora2::Wish> wish;
};

}  // namespace

TEST(Wish_DefaultsLeaveTheChoiceToTheServer)
{
    Settings settings(sora2::EffectKind::shot);
    const Sora2Wish wish = settings.Read();
    CHECK_EQUAL(static_cast<std::uint32_t>(sizeof wish), wish.size);
    CHECK_EQUAL(static_cast<int>(SORA2_TASK_SHOT), wish.task);
    CHECK(wish.prompt == nullptr && wish.negative_prompt == nullptr && wish.pack == nullptr && wish.cast == nullptr && wish.clip_path == nullptr);
    CHECK_EQUAL(4.0, wish.seconds);
    CHECK_EQUAL(0, wish.seed);
    CHECK_EQUAL(static_cast<int>(SORA2_FIT_FILL), wish.fit);
    CHECK_EQUAL(0, wish.draft);
    CHECK_EQUAL(0u, wish.stems);
    CHECK_EQUAL(0, wish.silent);
}

TEST(Wish_SizeAndRateAreTheProjects)
{
    Settings settings(sora2::EffectKind::shot, {1919, 1081, 29.97, 1});
    const Sora2Wish wish = settings.Read();
    CHECK_EQUAL(1920, wish.width);
    CHECK_EQUAL(1082, wish.height);
    CHECK_EQUAL(30000, wish.rate_numerator);
    CHECK_EQUAL(1001, wish.rate_denominator);
    CHECK_EQUAL(720, Settings(sora2::EffectKind::shot, {720, 576, 25, 1.094}).Read().width);
}

TEST(Wish_TextGoesAsItStands)
{
    const std::string prompt = "\"Bonjour !\" \xC3\xA9 & <b>\n\ttwo";
    Settings settings(sora2::EffectKind::shot);
    settings.effect.Type("prompt", prompt);
    settings.effect.Type("negative", "blur");
    settings.effect.Type("pack", "wan");
    settings.effect.Type("cast", "MAYA=/a b.png\nTOM=/c.png");
    const Sora2Wish wish = settings.Read();
    CHECK_EQUAL(prompt, wish.prompt);
    CHECK_EQUAL(std::string("blur"), wish.negative_prompt);
    CHECK_EQUAL(std::string("wan"), wish.pack);
    CHECK_EQUAL(std::string("MAYA=/a b.png\nTOM=/c.png"), wish.cast);
}

TEST(Wish_VariantsCountOnFromTheSeed)
{
    Settings settings(sora2::EffectKind::shot);
    settings.effect.Choose("variant", 3);
    CHECK_EQUAL(0, settings.Read().seed);
    settings.effect.Choose("seed", 2147483647);
    CHECK_EQUAL(2147483649, settings.Read().seed);
    settings.effect.Choose("variant", 1);
    CHECK_EQUAL(2147483647, settings.Read().seed);
}

TEST(Wish_ChoicesAreTheirConstants)
{
    Settings settings(sora2::EffectKind::shot);
    settings.effect.Choose("quality", 1);
    settings.effect.Choose("fit", 2);
    settings.effect.Choose("stem_music", 0);
    Sora2Wish wish = settings.Read();
    CHECK_EQUAL(1, wish.draft);
    CHECK_EQUAL(static_cast<int>(SORA2_FIT_CROP), wish.fit);
    CHECK_EQUAL(static_cast<unsigned>(SORA2_STEM_DIALOGUE | SORA2_STEM_EFFECTS | SORA2_STEM_AMBIENCE), wish.stems);
    for (const char* stem : {"stem_dialogue", "stem_effects", "stem_ambience"}) {
        settings.effect.Choose(stem, 0);
    }

    wish = settings.Read();
    CHECK_EQUAL(1, wish.silent);
    CHECK_EQUAL(0u, wish.stems);
}

TEST(Wish_ExtendsOnTheChosenSide)
{
    Settings settings(sora2::EffectKind::extend);
    CHECK_EQUAL(static_cast<int>(SORA2_TASK_EXTEND_TAIL), settings.Read().task);
    settings.effect.Choose("side", 1);
    const Sora2Wish wish = settings.Read();
    CHECK_EQUAL(static_cast<int>(SORA2_TASK_EXTEND_HEAD), wish.task);
    CHECK_EQUAL(Sora2Handle{77}, wish.clip);
}
