/* Every structure lies in memory as the table says, which the library's own tests compare with the library's structures. */
#include "Check.h"
#include "Library.h"

#include <string.h>

struct Place {
    const char *name;
    size_t bytes;
};

#define SIZE(structure) { #structure, sizeof(structure) }
#define FIELD(structure, field) { #structure "." #field, offsetof(structure, field) }

static const struct Place places[] = {
    SIZE(Sora2Client),
    FIELD(Sora2Client, size), FIELD(Sora2Client, may_start_server), FIELD(Sora2Client, name),
    SIZE(Sora2SessionState),
    FIELD(Sora2SessionState, size), FIELD(Sora2SessionState, server), FIELD(Sora2SessionState, message),
    SIZE(Sora2Image),
    FIELD(Sora2Image, size), FIELD(Sora2Image, depth), FIELD(Sora2Image, components), FIELD(Sora2Image, bottom_up),
    FIELD(Sora2Image, data), FIELD(Sora2Image, row_bytes), FIELD(Sora2Image, x1), FIELD(Sora2Image, y1), FIELD(Sora2Image, x2),
    FIELD(Sora2Image, y2), FIELD(Sora2Image, width), FIELD(Sora2Image, height),
    SIZE(Sora2ClipFormat),
    FIELD(Sora2ClipFormat, size), FIELD(Sora2ClipFormat, width), FIELD(Sora2ClipFormat, height),
    FIELD(Sora2ClipFormat, rate_numerator), FIELD(Sora2ClipFormat, rate_denominator), FIELD(Sora2ClipFormat, start_timecode),
    SIZE(Sora2Wish),
    FIELD(Sora2Wish, size), FIELD(Sora2Wish, task), FIELD(Sora2Wish, prompt), FIELD(Sora2Wish, negative_prompt),
    FIELD(Sora2Wish, pack), FIELD(Sora2Wish, project), FIELD(Sora2Wish, cast), FIELD(Sora2Wish, start_timecode),
    FIELD(Sora2Wish, seconds), FIELD(Sora2Wish, seed), FIELD(Sora2Wish, rate_numerator), FIELD(Sora2Wish, rate_denominator),
    FIELD(Sora2Wish, width), FIELD(Sora2Wish, height), FIELD(Sora2Wish, fit), FIELD(Sora2Wish, draft), FIELD(Sora2Wish, stems),
    FIELD(Sora2Wish, silent), FIELD(Sora2Wish, clip), FIELD(Sora2Wish, clip_path),
    SIZE(Sora2JobState),
    FIELD(Sora2JobState, size), FIELD(Sora2JobState, stage), FIELD(Sora2JobState, progress), FIELD(Sora2JobState, seconds_left),
    FIELD(Sora2JobState, frames), FIELD(Sora2JobState, rate_numerator), FIELD(Sora2JobState, rate_denominator),
    FIELD(Sora2JobState, width), FIELD(Sora2JobState, height), FIELD(Sora2JobState, ticket), FIELD(Sora2JobState, shot),
    FIELD(Sora2JobState, step), FIELD(Sora2JobState, message),
};

int main(int count, char **arguments)
{
    CHECK(count == 3 || count == 2, "give the library and the table");
    if (count == 2) {
        for (size_t place = 0; place < sizeof places / sizeof *places; place++) {
            printf("%s %zu\n", places[place].name, places[place].bytes);
        }

        return 0;
    }

    LoadLibrary(arguments[1]);
    FILE *const table = fopen(arguments[2], "r");
    CHECK(table != NULL, "%s cannot be read", arguments[2]);
    char name[128];
    size_t bytes;
    size_t place = 0;
    while (fscanf(table, "%127s %zu", name, &bytes) == 2) {
        CHECK(place < sizeof places / sizeof *places, "the table says more: %s", name);
        CHECK(strcmp(name, places[place].name) == 0, "the table says %s, the header %s", name, places[place].name);
        CHECK(bytes == places[place].bytes, "%s: the table says %zu, the header %zu", name, bytes, places[place].bytes);
        place++;
    }

    CHECK(place == sizeof places / sizeof *places, "the table ends before %s", places[place].name);
    fclose(table);
    return 0;
}
