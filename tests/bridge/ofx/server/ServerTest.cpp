// A server that is absent, killed or hung, and projects whose shot is not here: bounded time, a readable frame, one message.
#include "../Check.h"
#include "MadeShot.h"

#include <csignal>
#include <filesystem>

using namespace real;

TEST(Server_ThatIsKilledLeavesShotsReadable)
{
    host::Effect& made = TheShot().shot.effect;
    const auto frames = AllFrames();
    const int pid = ServerPid();
    if (pid == 0) {
        check::Skip("the library talks to no server of this home");
    }

    kill(pid, SIGKILL);
    CHECK(Wait(std::chrono::seconds(10), [] { return ServerPid() == 0; }));
    CHECK(frames == AllFrames());
    CHECK(Milliseconds([&] { made.Press("refresh"); }) < at_once_milliseconds);
    CHECK(Starts(made.Text("status"), "Ready"));
}

TEST(Server_ThatIsKilledAtWorkIsStartedForTheNextShot)
{
    TheShot();
    Shot shot;
    TypeSmallWish(shot.effect, "A blue box stands in the snow");
    CHECK(Milliseconds([&] { shot.effect.Press("generate"); }) < at_once_milliseconds);
    if (!Wait(std::chrono::seconds(60), [] { return ServerPid() != 0; })) {
        check::Skip("the library talks to no server of this home");
    }

    CHECK(Wait(std::chrono::seconds(120), [&] { return shot.effect.Press("refresh"), Starts(shot.effect.Text("status"), "Making"); }));
    kill(ServerPid(), SIGKILL);
    CheckFrameComes(shot.effect);
    CHECK(Starts(WaitForEnd(shot.effect), "Ready"));
}

TEST(Server_ThatHangsIsSaidAndNotWaitedFor)
{
    TheShot();
    Shot shot;
    TypeSmallWish(shot.effect, "A blue box stands in the snow");
    const int pid = ServerPid();
    if (pid == 0) {
        check::Skip("the library talks to no server of this home");
    }

    kill(pid, SIGSTOP);
    CHECK(Milliseconds([&] { shot.effect.Press("generate"); }) < at_once_milliseconds);
    CheckFrameComes(shot.effect);
    CHECK(Wait(std::chrono::seconds(90), [&] {
        CheckFrameComes(shot.effect);
        return !shot.program.StandingMessage().empty();
    }));
    std::printf("  standing message: %s\n", shot.program.StandingMessage().c_str());

    // Other effects, and one for every frame as in melt, do not say it again.
    host::Effect other(shot.program, TheBundle().Named(host::shot_identifier));
    for (int frame = 0; frame < 20; frame++) {
        CHECK_EQUAL(ofx::status::ok, other.Create(ofx::context::generator, project));
        other.Load("ticket", shot.effect.Text("ticket"));
        CheckFrameComes(other);
        CHECK_EQUAL(ofx::status::ok, other.Destroy());
    }

    CheckFrameComes(shot.effect);
    CHECK_EQUAL(1, shot.program.stood.load());
    CHECK(Milliseconds([&] { shot.effect.Press("cancel"); }) < at_once_milliseconds);
    kill(pid, SIGCONT);
    CHECK(StatusComesTo(shot.effect, "Cancelled", 60));
}

TEST(Frames_ThatAreDeletedUnderItAreFetchedAgain)
{
    const auto frames = AllFrames();
    const auto folder = std::filesystem::path(Home()) / "frames";
    if (!std::filesystem::exists(folder)) {
        check::Skip("the library keeps no frames in " + folder.string());
    }

    for (const bool is_mapped : {true, false}) {
        if (!is_mapped) {
            TheBundle().Unload();
            TheShot().shot.effect.Destroy();
            TheBundle().Unload();
        }

        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            std::filesystem::remove(file);
        }

        const auto reopened = Reopened();
        CheckFrameComes(reopened->effect);
        CHECK(Wait(std::chrono::seconds(60), [&] { return Shown(reopened->effect, 7) == frames[7]; }));
        reopened->effect.Press("refresh");
        CHECK(Starts(reopened->effect.Text("status"), "Ready"));
        CHECK(reopened->program.StandingMessage().empty());
    }

    TheShot().shot.effect.Create(ofx::context::generator, project);
}

TEST(Project_OnAMachineWithoutTheShotNamesItAndOffersToMakeIt)
{
    RequireLibrary();
    const std::string ticket = TheShot().shot.effect.Text("ticket");
    Shot moved;
    // A ticket of the same form that no machine ever gave.
    std::string other = ticket;
    for (std::size_t i = other.find(';'); i < other.size(); i++) {
        other[i] = other[i] >= '0' && other[i] <= '9' ? static_cast<char>('0' + (other[i] - '0' + 3) % 10) : other[i];
    }

    moved.effect.Load("ticket", other);
    moved.effect.Load("recipe", TheShot().shot.effect.Text("recipe"));
    CheckFrameComes(moved.effect);
    CHECK(StatusComesTo(moved.effect, "is not on this machine", 60));
    std::printf("  status: %s\n", moved.effect.Text("status").c_str());
    CHECK(Holds(moved.effect.Text("status"), "Make again"));
    CHECK(!moved.effect.Text("shot").empty());
    CHECK(!moved.effect.Text("recipe").empty());
}
