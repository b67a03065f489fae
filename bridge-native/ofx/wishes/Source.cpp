#include "Source.h"

#include "../host/Image.h"
#include "../standard/Names.h"

#include <algorithm>
#include <cmath>

namespace sora2 {
namespace {

// A second of film: more than the packs look back.
constexpr int most_frames = 24;

constexpr const char* no_colours = "The source clip gives an alpha channel alone. Connect a clip in colours.";
constexpr const char* no_picture = "The source clip gives no picture there. Connect a clip, or put the cut where it has frames.";

struct Span {
    double first;
    double end;  // not part of it
};

// All the frames that the clip says it has; empty when it does not say.
Span ClipSpan(const Instance& instance)
{
    const Host& host = instance.GetHost();
    ofx::PropertySet clip = nullptr;
    const bool is_there = host.effects->clip_get_property_set(instance.Source(), &clip) == ofx::status::ok;
    const Properties about = host.Of(is_there ? clip : nullptr);
    const double first = about.Double(ofx::prop::frame_range, 0);
    return {first, about.Double(ofx::prop::frame_range, 1, first - 1) + 1};
}

double WantedCut(const Instance& instance, const Span& clip, double playhead, bool is_tail)
{
    const bool at_edge = instance.Chosen<CutAt>(Control::cut_at) == CutAt::edge && clip.end > clip.first;
    return at_edge ? (is_tail ? clip.end : clip.first) : std::floor(playhead);
}

Span Neighbours(const Span& clip, double cut, bool is_tail)
{
    Span wanted = is_tail ? Span{cut - most_frames, cut} : Span{cut, cut + most_frames};
    if (clip.end > clip.first) {
        wanted.first = std::max(wanted.first, clip.first);
        wanted.end = std::min(wanted.end, clip.end);
    }

    return wanted;
}

// What the host lent, as a whole picture of its own. Movies have even sizes, so an odd one loses its last column or its top row.
Sora2Image WholePicture(const Image& image)
{
    Sora2Image view = image.View();
    view.width = (view.x2 - view.x1) / 2 * 2;
    view.height = (view.y2 - view.y1) / 2 * 2;
    view.x1 = 0;
    view.y1 = 0;
    view.x2 = view.width;
    view.y2 = view.height;
    return view;
}

Sora2ClipFormat FormatOf(const Sora2Image& image, Rate rate)
{
    Sora2ClipFormat format{};
    format.size = sizeof format;
    format.width = image.width;
    format.height = image.height;
    format.rate_numerator = static_cast<std::int32_t>(rate.numerator);
    format.rate_denominator = static_cast<std::int32_t>(rate.denominator);
    return format;
}

// Adds the clip's frames in [span.first, span.end) that follow each other without a hole, and narrows the span to them.
bool AddFrames(const Instance& instance, Span& span, GatheredSource& source)
{
    const Host& host = instance.GetHost();
    const Progress progress(host, instance.Handle(), "Taking the clip's frames");
    const double count = span.end - span.first;
    double added_from = span.first;
    double time = span.first;
    for (; time < span.end; time++) {
        const Image image(host, instance.Source(), time);
        if (!image || !image.IsUsable()) {
            if (source.frames != nullptr) {
                break;
            }

            continue;
        }

        const Sora2Image picture = WholePicture(image);
        if (picture.components == SORA2_ALPHA) {
            source.why = no_colours;
            return false;
        }

        if (source.frames == nullptr) {
            source.frames = Jobs::OfProcess().NewSource(FormatOf(picture, instance.FrameRate()), source.why);
            added_from = time;
        }

        if (source.frames == nullptr || !source.frames->Add(picture, source.why)) {
            return false;
        }

        if (!progress.Update((time + 1 - added_from) / count)) {
            source.why = "Stopped before the shot was queued.";
            return false;
        }
    }

    span = {added_from, time};
    return source.frames != nullptr;
}

}  // namespace

GatheredSource GatherSource(const Instance& instance, double playhead)
{
    const bool is_tail = instance.Chosen<Side>(Control::side) == Side::tail;
    const bool at_edge = instance.Chosen<CutAt>(Control::cut_at) == CutAt::edge;
    const Span clip = ClipSpan(instance);

    GatheredSource source;
    source.cut = WantedCut(instance, clip, playhead, is_tail);
    Span span = Neighbours(clip, source.cut, is_tail);
    if (!AddFrames(instance, span, source)) {
        source.frames.reset();
        source.why = source.why.empty() ? no_picture : source.why;
        return source;
    }

    // Some hosts count a frame too many: the clip's edge is where its pictures are.
    const double reached = is_tail ? span.end : span.first;
    if (reached != source.cut && !at_edge) {
        source.frames.reset();
        source.why = no_picture;
    }

    source.cut = reached;
    return source;
}

}  // namespace sora2
