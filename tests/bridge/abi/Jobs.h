/* What the tests that make shots share. */
#ifndef SORA2_TESTS_JOBS_H
#define SORA2_TESTS_JOBS_H

#include "Library.h"

Sora2Handle OpenSession(int may_start_server);

/* A small shot of half a second that nothing is wrong with. */
Sora2Wish SmallWish(void);

Sora2JobState StateOf(Sora2Handle job);

/* Looks at the state until it is the wished one, and ends the program when the job cannot come there or two minutes are over. */
Sora2JobState WaitFor(Sora2Handle job, int32_t stage);

/* A whole picture in the caller's memory, rows top-down without padding. */
Sora2Image WholeImage(void *data, int32_t depth, int32_t components, int32_t width, int32_t height);

size_t PixelBytes(int32_t depth, int32_t components);

/* Waits a moment between two looks. */
void Moment(void);

/* Seconds of a clock that only goes forward. */
double Now(void);

#endif
