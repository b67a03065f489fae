// The smallest test runner that names promises: TEST(Member_Promise) { … }. A program's exit status is 0 when all hold, 1 when one
// does not, 77 when every one was skipped.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

namespace check {

struct Skipped : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void Register(const char* name, void (*run)());
void Fail(const char* file, int line, const std::string& what);

[[noreturn]] inline void Skip(const std::string& reason)
{
    throw Skipped(reason);
}

struct Registration {
    Registration(const char* name, void (*run)()) { Register(name, run); }
};

// Runs the cases whose names hold `part` and tells of each; the exit status.
int RunAll(const char* part);

// A time limit, longer by SORA2_SLOW_FACTOR for runs under valgrind and the like.
double Limit(double milliseconds);

template <typename Value>
std::string Show(const Value& value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

template <typename Expected, typename Actual>
void Equal(const Expected& expected, const Actual& actual, const char* expression, const char* file, int line)
{
    if (!(actual == expected)) {
        Fail(file, line, std::string(expression) + " is " + Show(actual) + ", not " + Show(expected));
    }
}

}  // namespace check

#define TEST(name)                                                 \
    static void name();                                            \
    static const check::Registration name##_registration(#name, name); \
    static void name()
#define CHECK(condition)                                   \
    do {                                                   \
        if (!(condition)) {                                \
            check::Fail(__FILE__, __LINE__, #condition);   \
        }                                                  \
    } while (false)
#define CHECK_EQUAL(expected, actual) check::Equal(expected, actual, #actual, __FILE__, __LINE__)
