// The host's image effect, memory, thread, message, progress and time line functions.
#pragma once

#include <standard/Suites.h>

namespace host {

const ofx::ImageEffectSuite& ImageEffectFunctions();
const ofx::MemorySuite& MemoryFunctions();
const ofx::MultiThreadSuite& MultiThreadFunctions();
const ofx::MessageSuite& MessageFunctions();
const ofx::MessageSuite2& MessageFunctions2();
const ofx::MessageSuite2& BrokenMessageFunctions2();
const ofx::ProgressSuite& ProgressFunctions();
const ofx::TimeLineSuite& TimeLineFunctions();

}  // namespace host
