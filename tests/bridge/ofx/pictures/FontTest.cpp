#include "../Check.h"

#include <pictures/Font.h>
#include <set>
#include <string>

namespace {

using sora2::LetterDot;

std::string Shape(char32_t letter)
{
    std::string shape;
    for (int y = 0; y < sora2::letter_height; y++) {
        for (int x = 0; x < sora2::letter_width; x++) {
            shape += LetterDot(letter, x, y) ? '#' : '.';
        }
    }

    return shape;
}

std::u32string Decoded(const std::string& utf8)
{
    const auto letters = sora2::Letters(utf8);
    return {letters.begin(), letters.end()};
}

}  // namespace

TEST(LetterDot_EveryLetterHasItsOwnShape)
{
    std::set<std::string> shapes;
    int letters = 0;
    for (char32_t letter = U'!'; letter <= 0xFF; letter++) {
        if (letter <= U'~' || letter >= 0xC0) {
            shapes.insert(Shape(letter));
            letters++;
        }
    }

    CHECK_EQUAL(static_cast<std::size_t>(letters), shapes.size());
    CHECK(shapes.count(Shape(U' ')) == 0);
}

TEST(LetterDot_LeavesAGapAfterEveryLetter)
{
    for (char32_t letter = 0; letter <= 0x200; letter++) {
        for (int y = 0; y < sora2::letter_height; y++) {
            CHECK(!LetterDot(letter, sora2::letter_width - 1, y));
        }
    }
}

TEST(LetterDot_UnknownLetterIsABox)
{
    CHECK_EQUAL(Shape(0x4E2D), Shape(0x1F600));
    CHECK(Shape(0x4E2D) != Shape(U' '));
}

TEST(LetterDot_AccentTakesTheDotOfAnI)
{
    CHECK(LetterDot(U'i', 2, 2));
    CHECK(!LetterDot(U'\u00EF', 2, 2));
}

TEST(Letters_DecodesUtf8)
{
    CHECK(Decoded("a\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80") == U"a\u00E9\u4E2D\U0001F600");
}

TEST(Letters_BrokenBytesAreReplacedOneByOne)
{
    CHECK(Decoded("\xFFx") == U"\uFFFDx");
    CHECK(Decoded("\xC3") == U"\uFFFD");
    CHECK(Decoded("\xE4\xB8y") == U"\uFFFD\uFFFDy");
    CHECK(Decoded("\x80") == U"\uFFFD");
}

TEST(Letters_ControlCharactersAreSpacesAndPrintMarksAreFolded)
{
    CHECK(Decoded("a\tb\nc") == U"a b\nc");
    CHECK(Decoded("\xE2\x80\x9Cit\xE2\x80\x99s\xE2\x80\x9D\xE2\x80\xA6") == U"\"it's\"...");
}
