// Servers that cannot be talked to: none to be found, as SORA2_SERVER names a file that is not there, and one of another version.
#include "../Check.h"
#include "MadeShot.h"

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace real;

TEST(Server_ThatCannotBeFoundIsSaidOnce)
{
    RequireLibrary();
    Shot shot;
    TypeSmallWish(shot.effect, "A red ball");
    CHECK(Milliseconds([&] { shot.effect.Press("generate"); }) < at_once_milliseconds);
    CHECK(!shot.effect.Text("ticket").empty());
    CheckFrameComes(shot.effect);
    CHECK(StatusComesTo(shot.effect, "/nonexistent/sora2-server", 30));
    std::printf("  status: %s\n", shot.effect.Text("status").c_str());
    for (int frame = 0; frame < 5; frame++) {
        CheckFrameComes(shot.effect);
    }

    CHECK(Holds(shot.program.StandingMessage(), "/nonexistent/sora2-server"));
    CHECK(shot.program.Messages().empty());
    shot.effect.Press("cancel");
    CHECK(StatusComesTo(shot.effect, "Cancelled", 30));
}

TEST(Movie_DoesNotWaitForAServerThatCannotBeFound)
{
    RequireLibrary();
    Shot shot;
    shot.effect.Load("ticket", "sora2:1;key=0123456789abcdef0123456789abcdef;shot=SORA2_SH0010_v001");
    shot.effect.writes_movie = true;
    const auto first = Milliseconds([&] { Shown(shot.effect, 0); });
    std::printf("  first frame: %.0f ms\n", first);
    CHECK(first < check::Limit(2000));
    CheckFrameComes(shot.effect);
}

TEST(Server_OfAnotherVersionIsSaid)
{
    RequireLibrary();
    for (const int contract : {0, 9999}) {
        TheBundle().Unload();
        std::filesystem::create_directories(Home() + "/run");
        std::ofstream(Home() + "/run/endpoint.json")
            << R"({"address": "http://127.0.0.1:9", "socket": "/nonexistent", "pipe": "", "token": "t", "version": "9.9.9", "pid": )" << getpid()
            << R"(, "contract": )" << contract << "}";

        {
            Shot shot;
            TypeSmallWish(shot.effect, "A red ball");
            CHECK(Milliseconds([&] { shot.effect.Press("generate"); }) < at_once_milliseconds);
            CHECK(StatusComesTo(shot.effect, "9.9.9", 30));
            std::printf("  status: %s\n", shot.effect.Text("status").c_str());
            CheckFrameComes(shot.effect);
            CHECK(!shot.program.StandingMessage().empty());
        }

        std::filesystem::remove(Home() + "/run/endpoint.json");
    }
}
