/* Checks for the tests: the first that does not hold ends the program with its place and words. */
#ifndef SORA2_TESTS_CHECK_H
#define SORA2_TESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define CHECK(holds, ...)                                              \
    do {                                                               \
        if (!(holds)) {                                                \
            fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #holds); \
            fprintf(stderr, __VA_ARGS__);                              \
            fputc('\n', stderr);                                       \
            exit(1);                                                   \
        }                                                              \
    } while (0)

#endif
