#include "Image.h"

#include "../pictures/Pixels.h"
#include "../standard/Names.h"

#include <algorithm>

namespace sora2 {
namespace {

int DepthOf(const std::string& name)
{
    return name == ofx::depth::byte_ ? SORA2_DEPTH_BYTE
        : name == ofx::depth::short_ ? SORA2_DEPTH_SHORT
        : name == ofx::depth::half   ? SORA2_DEPTH_HALF
        : name == ofx::depth::float_ ? SORA2_DEPTH_FLOAT
                                     : 0;
}

int ComponentsOf(const std::string& name)
{
    return name == ofx::components::rgba ? SORA2_RGBA : name == ofx::components::rgb ? SORA2_RGB : name == ofx::components::alpha ? SORA2_ALPHA : 0;
}

bool IsEmpty(const ofx::RectI& rect)
{
    return rect.x2 <= rect.x1 || rect.y2 <= rect.y1;
}

ofx::RectI Meet(const ofx::RectI& one, const ofx::RectI& other)
{
    return {std::max(one.x1, other.x1), std::max(one.y1, other.y1), std::min(one.x2, other.x2), std::min(one.y2, other.y2)};
}

bool Contains(const ofx::RectI& outer, const ofx::RectI& inner)
{
    return outer.x1 <= inner.x1 && outer.y1 <= inner.y1 && outer.x2 >= inner.x2 && outer.y2 >= inner.y2;
}

}  // namespace

Image::Image(const Host& host, ofx::Clip clip, double time) : host_(host)
{
    if (clip == nullptr || host.effects->clip_get_image(clip, time, nullptr, &set_) != ofx::status::ok) {
        set_ = nullptr;
        return;
    }

    const Properties about = host.Of(set_);
    view_.size = sizeof view_;
    view_.data = about.Pointer(ofx::prop::image_data);
    view_.row_bytes = about.Int(ofx::prop::image_row_bytes);
    view_.depth = DepthOf(about.String(ofx::prop::pixel_depth));
    view_.components = ComponentsOf(about.String(ofx::prop::components));
    view_.bottom_up = 1;

    const bool has_bounds = about.Rect(ofx::prop::image_bounds, bounds_) && !IsEmpty(bounds_);
    is_usable_ = has_bounds && view_.data != nullptr && PixelBytes(view_) != 0;

    // A region that does not hold the lent pixels is a mistake of the host's.
    const bool has_region = about.Rect(ofx::prop::image_region, region_) && Contains(region_, bounds_);
    region_ = has_region ? region_ : bounds_;
}

Image::~Image()
{
    if (set_ != nullptr) {
        host_.effects->clip_release_image(set_);
    }
}

Sora2Image Image::View(const ofx::RectI& window) const
{
    Sora2Image view = view_;
    view.x1 = bounds_.x1;
    view.y1 = bounds_.y1;

    const ofx::RectI part = Meet(bounds_, window);
    view.data = PixelAt(view, IsEmpty(part) ? bounds_.x1 : part.x1, IsEmpty(part) ? bounds_.y1 : part.y1);
    view.x1 = part.x1 - region_.x1;
    view.y1 = part.y1 - region_.y1;
    view.x2 = std::max(view.x1, part.x2 - region_.x1);
    view.y2 = std::max(view.y1, part.y2 - region_.y1);
    view.width = region_.x2 - region_.x1;
    view.height = region_.y2 - region_.y1;
    return view;
}

Sora2Image Image::ViewFrom(const Image& origin) const
{
    Sora2Image view = View();
    const int right = region_.x1 - origin.region_.x1;
    const int up = region_.y1 - origin.region_.y1;
    view.x1 += right;
    view.x2 += right;
    view.y1 += up;
    view.y2 += up;
    return view;
}

}  // namespace sora2
