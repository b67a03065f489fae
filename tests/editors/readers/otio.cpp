// Reads a timeline with the OpenTimelineIO library and prints its clips as JSON lines, times in frames.
#include <cmath>
#include <iostream>
#include <opentimelineio/clip.h>
#include <opentimelineio/externalReference.h>
#include <opentimelineio/timeline.h>
#include <opentimelineio/track.h>

namespace otio = opentimelineio::OPENTIMELINEIO_VERSION;

int main(int count, char** arguments)
{
    otio::ErrorStatus status;
    otio::SerializableObject::Retainer<otio::Timeline> timeline(
        dynamic_cast<otio::Timeline*>(otio::Timeline::from_json_file(arguments[1], &status)));
    if (!timeline || count != 2) {
        std::cerr << "otio: " << status.details << status.full_description << "\n";
        return 1;
    }

    std::cout << "{\"start\": " << timeline->global_start_time()->value() << ", \"rate\": " << timeline->global_start_time()->rate() << "}\n";
    int index = 0;
    for (const auto& child : timeline->tracks()->children()) {
        auto* track = dynamic_cast<otio::Track*>(child.value);
        for (const auto& item : track->children()) {
            auto* clip = dynamic_cast<otio::Clip*>(item.value);
            if (!clip) {
                continue;
            }

            const auto place = clip->transformed_time_range(clip->trimmed_range(&status), timeline->tracks(), &status);
            const auto media = clip->available_range(&status);
            const auto* reference = dynamic_cast<otio::ExternalReference*>(clip->media_reference());
            std::cout << "[" << index << ", " << std::lround(place.start_time().value()) << ", "
                      << std::lround((clip->trimmed_range(&status).start_time() - media.start_time()).value()) << ", " << std::lround(place.duration().value())
                      << ", " << std::lround(media.duration().value()) << ", \"" << reference->target_url() << "\"]\n";
        }
        ++index;
    }

    // What it writes again must be what it read.
    return timeline->to_json_file(std::string(arguments[1]) + ".again", &status) && !otio::is_error(status) ? 0 : 1;
}
