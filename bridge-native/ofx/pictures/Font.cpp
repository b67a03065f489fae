#include "Font.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace sora2 {
namespace {

// Seven rows of five dots.
struct Glyph {
    char letter;
    int drop;  // rows that the body hangs below its usual place
    const char* rows;
};

constexpr int body_width = 5;
constexpr int body_height = 7;
constexpr int body_top = 2;

constexpr std::array glyphs = {
    Glyph{'!', 0, "..#.. ..#.. ..#.. ..#.. ..#.. ..... ..#.."},
    Glyph{'"', 0, ".#.#. .#.#. .#.#. ..... ..... ..... ....."},
    Glyph{'#', 0, ".#.#. .#.#. ##### .#.#. ##### .#.#. .#.#."},
    Glyph{'$', 0, "..#.. .#### #.#.. .###. ..#.# ####. ..#.."},
    Glyph{'%', 0, "##... ##..# ...#. ..#.. .#... #..## ...##"},
    Glyph{'&', 0, ".##.. #..#. #.#.. .#... #.#.# #..#. .##.#"},
    Glyph{'\'', 0, "..#.. ..#.. ..#.. ..... ..... ..... ....."},
    Glyph{'(', 0, "...#. ..#.. .#... .#... .#... ..#.. ...#."},
    Glyph{')', 0, ".#... ..#.. ...#. ...#. ...#. ..#.. .#..."},
    Glyph{'*', 0, "..... ..#.. #.#.# .###. #.#.# ..#.. ....."},
    Glyph{'+', 0, "..... ..#.. ..#.. ##### ..#.. ..#.. ....."},
    Glyph{',', 2, "..... ..... ..... ..##. ..##. ..#.. .#..."},
    Glyph{'-', 0, "..... ..... ..... .###. ..... ..... ....."},
    Glyph{'.', 0, "..... ..... ..... ..... ..... ..##. ..##."},
    Glyph{'/', 0, "....# ....# ...#. ..#.. .#... #.... #...."},
    Glyph{'0', 0, ".###. #...# #..## #.#.# ##..# #...# .###."},
    Glyph{'1', 0, "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###."},
    Glyph{'2', 0, ".###. #...# ....# ...#. ..#.. .#... #####"},
    Glyph{'3', 0, ".###. #...# ....# ..##. ....# #...# .###."},
    Glyph{'4', 0, "...#. ..##. .#.#. #..#. ##### ...#. ...#."},
    Glyph{'5', 0, "##### #.... ####. ....# ....# #...# .###."},
    Glyph{'6', 0, "..##. .#... #.... ####. #...# #...# .###."},
    Glyph{'7', 0, "##### ....# ...#. ..#.. ..#.. .#... .#..."},
    Glyph{'8', 0, ".###. #...# #...# .###. #...# #...# .###."},
    Glyph{'9', 0, ".###. #...# #...# .#### ....# ...#. .##.."},
    Glyph{':', 0, "..... ..##. ..##. ..... ..... ..##. ..##."},
    Glyph{';', 2, ".##.. .##.. ..... .##.. .##.. ..#.. .#..."},
    Glyph{'<', 0, "...#. ..#.. .#... #.... .#... ..#.. ...#."},
    Glyph{'=', 0, "..... ..... ##### ..... ##### ..... ....."},
    Glyph{'>', 0, ".#... ..#.. ...#. ....# ...#. ..#.. .#..."},
    Glyph{'?', 0, ".###. #...# ....# ...#. ..#.. ..... ..#.."},
    Glyph{'@', 0, ".###. #...# #.### #.#.# #.### #.... .###."},
    Glyph{'A', 0, "..#.. .#.#. #...# #...# ##### #...# #...#"},
    Glyph{'B', 0, "####. #...# #...# ####. #...# #...# ####."},
    Glyph{'C', 0, ".###. #...# #.... #.... #.... #...# .###."},
    Glyph{'D', 0, "###.. #..#. #...# #...# #...# #..#. ###.."},
    Glyph{'E', 0, "##### #.... #.... ####. #.... #.... #####"},
    Glyph{'F', 0, "##### #.... #.... ####. #.... #.... #...."},
    Glyph{'G', 0, ".###. #...# #.... #.### #...# #...# .###."},
    Glyph{'H', 0, "#...# #...# #...# ##### #...# #...# #...#"},
    Glyph{'I', 0, ".###. ..#.. ..#.. ..#.. ..#.. ..#.. .###."},
    Glyph{'J', 0, "..### ...#. ...#. ...#. ...#. #..#. .##.."},
    Glyph{'K', 0, "#...# #..#. #.#.. ##... #.#.. #..#. #...#"},
    Glyph{'L', 0, "#.... #.... #.... #.... #.... #.... #####"},
    Glyph{'M', 0, "#...# ##.## #.#.# #.#.# #...# #...# #...#"},
    Glyph{'N', 0, "#...# ##..# ##..# #.#.# #..## #..## #...#"},
    Glyph{'O', 0, ".###. #...# #...# #...# #...# #...# .###."},
    Glyph{'P', 0, "####. #...# #...# ####. #.... #.... #...."},
    Glyph{'Q', 0, ".###. #...# #...# #...# #.#.# #..#. .##.#"},
    Glyph{'R', 0, "####. #...# #...# ####. #.#.. #..#. #...#"},
    Glyph{'S', 0, ".#### #.... #.... .###. ....# ....# ####."},
    Glyph{'T', 0, "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#.."},
    Glyph{'U', 0, "#...# #...# #...# #...# #...# #...# .###."},
    Glyph{'V', 0, "#...# #...# #...# #...# .#.#. .#.#. ..#.."},
    Glyph{'W', 0, "#...# #...# #...# #.#.# #.#.# ##.## #...#"},
    Glyph{'X', 0, "#...# #...# .#.#. ..#.. .#.#. #...# #...#"},
    Glyph{'Y', 0, "#...# #...# .#.#. ..#.. ..#.. ..#.. ..#.."},
    Glyph{'Z', 0, "##### ....# ...#. ..#.. .#... #.... #####"},
    Glyph{'[', 0, ".###. .#... .#... .#... .#... .#... .###."},
    Glyph{'\\', 0, "#.... #.... .#... ..#.. ...#. ....# ....#"},
    Glyph{']', 0, ".###. ...#. ...#. ...#. ...#. ...#. .###."},
    Glyph{'^', 0, "..#.. .#.#. #...# ..... ..... ..... ....."},
    Glyph{'_', 2, "..... ..... ..... ..... ..... ##### ....."},
    Glyph{'`', 0, ".#... ..#.. ..... ..... ..... ..... ....."},
    Glyph{'a', 0, "..... ..... .###. ....# .#### #...# .####"},
    Glyph{'b', 0, "#.... #.... ####. #...# #...# #...# ####."},
    Glyph{'c', 0, "..... ..... .###. #...# #.... #...# .###."},
    Glyph{'d', 0, "....# ....# .#### #...# #...# #...# .####"},
    Glyph{'e', 0, "..... ..... .###. #...# ##### #.... .###."},
    Glyph{'f', 0, "..##. .#... ####. .#... .#... .#... .#..."},
    Glyph{'g', 2, ".#### #...# #...# #...# .#### ....# .###."},
    Glyph{'h', 0, "#.... #.... ####. #...# #...# #...# #...#"},
    Glyph{'i', 0, "..#.. ..... .##.. ..#.. ..#.. ..#.. .###."},
    Glyph{'j', 1, "...#. ..... ..##. ...#. ...#. #..#. .##.."},
    Glyph{'k', 0, "#.... #.... #..#. #.#.. ##... #.#.. #..#."},
    Glyph{'l', 0, ".##.. ..#.. ..#.. ..#.. ..#.. ..#.. .###."},
    Glyph{'m', 0, "..... ..... ##.#. #.#.# #.#.# #.#.# #.#.#"},
    Glyph{'n', 0, "..... ..... ####. #...# #...# #...# #...#"},
    Glyph{'o', 0, "..... ..... .###. #...# #...# #...# .###."},
    Glyph{'p', 2, "####. #...# #...# #...# ####. #.... #...."},
    Glyph{'q', 2, ".#### #...# #...# #...# .#### ....# ....#"},
    Glyph{'r', 0, "..... ..... #.##. ##..# #.... #.... #...."},
    Glyph{'s', 0, "..... ..... .#### #.... .###. ....# ####."},
    Glyph{'t', 0, ".#... .#... ####. .#... .#... .#..# ..##."},
    Glyph{'u', 0, "..... ..... #...# #...# #...# #...# .####"},
    Glyph{'v', 0, "..... ..... #...# #...# #...# .#.#. ..#.."},
    Glyph{'w', 0, "..... ..... #...# #.#.# #.#.# #.#.# .#.#."},
    Glyph{'x', 0, "..... ..... #...# .#.#. ..#.. .#.#. #...#"},
    Glyph{'y', 2, "#...# #...# #...# #...# .#### ....# .###."},
    Glyph{'z', 0, "..... ..... ##### ...#. ..#.. .#... #####"},
    Glyph{'{', 0, "...#. ..#.. ..#.. .#... ..#.. ..#.. ...#."},
    Glyph{'|', 0, "..#.. ..#.. ..#.. ..#.. ..#.. ..#.. ..#.."},
    Glyph{'}', 0, ".#... ..#.. ..#.. ...#. ..#.. ..#.. .#..."},
    Glyph{'~', 0, "..... ..... .#... #.#.# ...#. ..... ....."},
};
static_assert(glyphs.size() == '~' - '!' + 1);

// Letters of Latin-1 that are no ASCII letter with a mark.
struct OwnShape {
    char32_t letter;
    const char* rows;
};

constexpr std::array own_shapes = {
    OwnShape{U'\u00C6', ".#### #.#.. #.#.. ##### #.#.. #.#.. #.###"},
    OwnShape{U'\u00D0', "###.. #..#. #...# ##..# #...# #..#. ###.."},
    OwnShape{U'\u00D7', "..... #...# .#.#. ..#.. .#.#. #...# ....."},
    OwnShape{U'\u00D8', ".##.# #..#. #.#.# #.#.# #.#.# .#..# #.##."},
    OwnShape{U'\u00DE', "#.... ####. #...# #...# ####. #.... #...."},
    OwnShape{U'\u00DF', ".##.. #..#. #..#. #.##. #...# #...# #.##."},
    OwnShape{U'\u00E6', "..... ..... ##.#. ..#.# .#### #.#.. .####"},
    OwnShape{U'\u00F0', "..##. .###. ....# .#### #...# #...# .###."},
    OwnShape{U'\u00F7', "..... ..#.. ..... ##### ..... ..#.. ....."},
    OwnShape{U'\u00F8', "..... ..... .###. #..## #.#.# ##..# .###."},
    OwnShape{U'\u00FE', "#.... #.... ####. #...# ####. #.... #...."},
};

// For U+00C0 to U+00FF: the letter below, and the mark: ` ' ^ ~ : (dots) o (ring) , (cedilla); a space where the shape is its own.
constexpr std::string_view base_letters = "AAAAAA CEEEEIIII NOOOOO  UUUUY  aaaaaa ceeeeiiii nooooo  uuuuy y";
constexpr std::string_view base_marks = "`'^~:o ,`'^:`'^: ~`'^~:  `'^:'  `'^~:o ,`'^:`'^: ~`'^~:  `'^:' :";
static_assert(base_letters.size() == 64 && base_marks.size() == 64);

struct Mark {
    char mark;
    const char* rows;  // two rows of five dots, above the letter, but for the cedilla
};

constexpr std::array marks = {
    Mark{'`', ".#... ..#.."}, Mark{'\'', "...#. ..#.."}, Mark{'^', "..#.. .#.#."}, Mark{'~', ".##.# #..#."},
    Mark{':', ".#.#. ....."}, Mark{'o', ".###. .#.#."},  Mark{',', "..#.. .#..."},
};

bool Dot(const char* rows, int x, int y)
{
    return rows[y * (body_width + 1) + x] == '#';
}

bool BodyDot(const char* rows, int drop, int x, int y)
{
    const int row = y - body_top - drop;
    return row >= 0 && row < body_height && Dot(rows, x, row);
}

bool AsciiDot(char letter, int x, int y)
{
    const Glyph& glyph = glyphs[static_cast<std::size_t>(letter - '!')];
    return BodyDot(glyph.rows, glyph.drop, x, y);
}

bool MarkDot(char wanted, bool is_small, int x, int y)
{
    const auto* mark = std::find_if(marks.begin(), marks.end(), [&](const Mark& each) { return each.mark == wanted; });
    // Small letters leave two rows free below the mark's place for capitals; there it is nearer to its letter.
    const int top = wanted == ',' ? body_top + body_height : is_small ? 1 : 0;
    return y >= top && y < top + 2 && Dot(mark->rows, x, y - top);
}

bool BoxDot(int x, int y)
{
    const bool is_inside = y >= body_top && y < body_top + body_height;
    return is_inside && (x == 0 || x == body_width - 1 || y == body_top || y == body_top + body_height - 1);
}

char32_t Decode(std::string_view text, std::size_t& position)
{
    constexpr char32_t broken = 0xFFFD;
    const auto first = static_cast<unsigned char>(text[position++]);
    if (first < 0x80) {
        return first;
    }

    const int more = first >= 0xF0 && first < 0xF8 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0 ? 1 : 0;
    char32_t letter = first & (0x3Fu >> more);
    for (int i = 0; i < more; i++) {
        const std::size_t at = position + static_cast<std::size_t>(i);
        const unsigned next = at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
        if ((next & 0xC0u) != 0x80u) {
            return broken;
        }

        letter = (letter << 6) | (next & 0x3Fu);
    }

    position += static_cast<std::size_t>(more);
    return more == 0 ? broken : letter;
}

// Marks of print that Latin-1 lacks, by their nearest of ASCII.
char32_t Plain(char32_t letter)
{
    switch (letter) {
    case 0x2018:
    case 0x2019:
        return U'\'';
    case 0x201C:
    case 0x201D:
        return U'"';
    case 0x2013:
    case 0x2014:
        return U'-';
    default:
        return letter == U'\n' || letter >= U' ' ? letter : U' ';
    }
}

}  // namespace

bool LetterDot(char32_t letter, int x, int y)
{
    if (x < 0 || x >= body_width || y < 0 || y >= letter_height || letter == U' ' || letter == 0xA0) {
        return false;
    }

    if (letter > U' ' && letter <= U'~') {
        return AsciiDot(static_cast<char>(letter), x, y);
    }

    for (const OwnShape& shape : own_shapes) {
        if (shape.letter == letter) {
            return BodyDot(shape.rows, 0, x, y);
        }
    }

    if (letter < 0xC0 || letter > 0xFF) {
        return BoxDot(x, y);
    }

    const char base = base_letters[letter - 0xC0];
    const bool is_small = letter >= 0xE0;
    // A mark takes the place of the dot of an i.
    const bool is_dot_of_i = base == 'i' && y < body_top + 2;
    return (!is_dot_of_i && AsciiDot(base, x, y)) || MarkDot(base_marks[letter - 0xC0], is_small, x, y);
}

std::vector<char32_t> Letters(std::string_view utf8)
{
    std::vector<char32_t> letters;
    for (std::size_t position = 0; position < utf8.size();) {
        const char32_t letter = Decode(utf8, position);
        if (letter == 0x2026) {
            letters.insert(letters.end(), 3, U'.');
        } else {
            letters.push_back(Plain(letter));
        }
    }

    return letters;
}

}  // namespace sora2
