// The real plug-in host library and a server of the test's own, in a home that goes with the test.
#pragma once

#include <chrono>
#include <functional>
#include <host/Program.h>
#include <string>

namespace real {

// Skips the test where SORA2_PLUGIN_HOST names no library. The server is the one that SORA2_SERVER names, or that the library finds.
void RequireLibrary();

const host::Bundle& TheBundle();

// The server's home, of this test alone.
std::string Home();

// The pid of this home's server; 0 while there is none.
int ServerPid();

// Asks until `holds` or the time is over; true when it holds.
bool Wait(std::chrono::seconds limit, const std::function<bool()>& holds);

double Milliseconds(const std::function<void()>& work);

// Presses Update until the shot's job has ended one way or the other; the status line.
std::string WaitForEnd(host::Effect& effect, std::chrono::seconds limit = std::chrono::seconds(420));

// The smallest wish: half a second, as a draft.
void TypeSmallWish(host::Effect& effect, const std::string& prompt);

bool Starts(const std::string& text, const std::string& with);
bool Holds(const std::string& text, const std::string& part);

}  // namespace real
