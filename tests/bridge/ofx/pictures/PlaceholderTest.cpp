#include "../Check.h"

#include <cstdint>
#include <pictures/Pixels.h>
#include <pictures/Placeholder.h>
#include <string>
#include <vector>

namespace {

sora2::Placeholder Example()
{
    sora2::Placeholder words;
    words.title = "Sora2 Shot";
    words.state = "Making the shot: 42 %, 30 s left";
    words.progress = 0.42;
    words.advice = "Press Update to see how far it is.";
    words.detail = "denoise 5 of 12";
    return words;
}

struct Canvas {
    Canvas(int width, int height, bool is_bottom_up) : bytes(static_cast<std::size_t>(width * height) * 3)
    {
        image.size = sizeof image;
        image.depth = SORA2_DEPTH_BYTE;
        image.components = SORA2_RGB;
        image.bottom_up = is_bottom_up ? 1 : 0;
        image.data = bytes.data();
        image.row_bytes = width * 3;
        image.x2 = image.width = width;
        image.y2 = image.height = height;
    }

    std::vector<std::uint8_t> bytes;
    Sora2Image image{};
};

int Distinct(const std::vector<std::uint8_t>& bytes)
{
    bool seen[256] = {};
    int count = 0;
    for (const std::uint8_t byte : bytes) {
        count += seen[byte] ? 0 : 1;
        seen[byte] = true;
    }

    return count;
}

}  // namespace

TEST(Draw_BottomUpIsTheSamePictureTurnedOver)
{
    Canvas up(320, 180, true);
    Canvas down(320, 180, false);
    sora2::Draw(Example(), up.image);
    sora2::Draw(Example(), down.image);
    for (int y = 0; y < 180; y++) {
        const auto row = up.bytes.begin() + y * 960;
        CHECK(std::equal(row, row + 960, down.bytes.begin() + (179 - y) * 960));
    }
}

TEST(Draw_ShowsTheTitleAtTheTop)
{
    Canvas canvas(320, 180, false);
    sora2::Draw(Example(), canvas.image);
    const std::vector<std::uint8_t> top(canvas.bytes.begin(), canvas.bytes.begin() + 24 * 960);
    CHECK(Distinct(top) > 3);
}

TEST(Draw_WindowsMakeUpTheWholePicture)
{
    Canvas whole(101, 57, true);
    Canvas pieces(101, 57, true);
    sora2::Draw(Example(), whole.image);
    for (int y = 0; y < 57; y += 19) {
        for (int x = 0; x < 101; x += 30) {
            Sora2Image window = pieces.image;
            window.x1 = x;
            window.y1 = y;
            window.x2 = std::min(x + 30, 101);
            window.y2 = y + 19;
            window.data = sora2::PixelAt(pieces.image, x, y);
            sora2::Draw(Example(), window);
        }
    }

    CHECK(whole.bytes == pieces.bytes);
}

TEST(Draw_EverySizeAndTextIsSafe)
{
    sora2::Placeholder words = Example();
    words.detail = std::string(100000, 'x') + std::string(1000, '\n') + "\xFF\xC3 \xE4\xB8\xAD";
    words.state = std::string(5000, ' ');
    words.progress = 7;
    for (const int width : {1, 2, 5, 13, 64, 333, 1921}) {
        for (const int height : {1, 3, 17, 1081}) {
            Canvas canvas(width, height, true);
            sora2::Draw(words, canvas.image);
        }
    }
}

TEST(Draw_ProgressMovesTheBar)
{
    sora2::Placeholder words = Example();
    Canvas none(320, 180, false);
    Canvas half(320, 180, false);
    words.progress = 0;
    sora2::Draw(words, none.image);
    words.progress = 0.5;
    sora2::Draw(words, half.image);
    CHECK(none.bytes != half.bytes);
}
