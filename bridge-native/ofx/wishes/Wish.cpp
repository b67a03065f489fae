#include "Wish.h"

namespace sora2 {
namespace {

int TaskOf(const Instance& instance)
{
    if (instance.Kind() == EffectKind::shot) {
        return SORA2_TASK_SHOT;
    }

    return instance.Chosen<Side>(Control::side) == Side::tail ? SORA2_TASK_EXTEND_TAIL : SORA2_TASK_EXTEND_HEAD;
}

struct Stem {
    Control control;
    unsigned bit;
};

constexpr Stem stems_by_control[] = {
    {Control::stem_dialogue, SORA2_STEM_DIALOGUE},
    {Control::stem_effects, SORA2_STEM_EFFECTS},
    {Control::stem_ambience, SORA2_STEM_AMBIENCE},
    {Control::stem_music, SORA2_STEM_MUSIC},
};

unsigned StemsOf(const Instance& instance)
{
    unsigned stems = 0;
    for (const Stem& stem : stems_by_control) {
        stems |= instance.Whole(stem.control) != 0 ? stem.bit : 0;
    }

    return stems;
}

constexpr unsigned every_stem = SORA2_STEM_DIALOGUE | SORA2_STEM_EFFECTS | SORA2_STEM_AMBIENCE | SORA2_STEM_MUSIC;

}  // namespace

Wish::Wish(const Instance& instance)
    : prompt_(instance.Text(Control::prompt)), negative_(instance.Text(Control::negative)), pack_(instance.Text(Control::pack)), cast_(instance.Text(Control::cast))
{
    const PictureSize size = instance.ProjectSize();
    const Rate rate = instance.FrameRate();
    const int seed = instance.Whole(Control::seed);
    const unsigned stems = StemsOf(instance);

    wish_.size = sizeof wish_;
    wish_.task = TaskOf(instance);
    wish_.seconds = instance.Real(Control::seconds);
    wish_.seed = seed == 0 ? 0 : static_cast<std::int64_t>(seed) + instance.Whole(Control::variant) - 1;
    wish_.rate_numerator = static_cast<std::int32_t>(rate.numerator);
    wish_.rate_denominator = static_cast<std::int32_t>(rate.denominator);
    wish_.width = size.width;
    wish_.height = size.height;
    wish_.fit = SORA2_FIT_FILL + instance.Whole(Control::fit);
    wish_.draft = instance.Chosen<Quality>(Control::quality) == Quality::draft ? 1 : 0;
    // All four leave it to the pack, which may not make every kind.
    wish_.stems = stems == every_stem ? 0 : stems;
    wish_.silent = stems == 0 ? 1 : 0;
}

Sora2Wish Wish::ToSend(Sora2Handle source_frames) const
{
    const auto or_null = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };

    Sora2Wish wish = wish_;
    wish.prompt = or_null(prompt_);
    wish.negative_prompt = or_null(negative_);
    wish.pack = or_null(pack_);
    wish.cast = or_null(cast_);
    wish.clip = source_frames;
    return wish;
}

}  // namespace sora2
