// A real shot from the press of Generate to a project that is opened again.
#include "../Check.h"
#include "MadeShot.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace {

using namespace real;

// An opener that writes down what it is given, first on PATH from the program's start: .NET reads the environment but once.
class Desktop {
public:
    Desktop() : folder_(std::filesystem::temp_directory_path() / ("sora2-desktop-" + std::to_string(getpid())))
    {
        std::filesystem::create_directories(folder_);
        std::ofstream(folder_ / "xdg-open") << "#!/bin/sh\nprintf '%s' \"$1\" > '" << Seen().string() << ".new' && mv '" << Seen().string() << ".new' '" << Seen().string() << "'\n";
        std::filesystem::permissions(folder_ / "xdg-open", std::filesystem::perms::owner_all);
        setenv("PATH", (folder_.string() + ":" + std::getenv("PATH")).c_str(), 1);
    }

    ~Desktop()
    {
        std::error_code trouble;
        std::filesystem::remove_all(folder_, trouble);
    }

    std::filesystem::path Seen() const { return folder_ / "seen"; }

private:
    std::filesystem::path folder_;
};

const Desktop desktop;

int Entries(const char* folder)
{
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

int Sockets()
{
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        count += Starts(std::filesystem::read_symlink(entry, gone).string(), "socket:") ? 1 : 0;
    }

    return count;
}

}  // namespace

TEST(Generate_ReturnsAtOnceWithATicketAndThenThereIsAShot)
{
    Made& made = TheShot();
    std::printf("  pressing Generate: %.1f ms, the library's start included\n", made.press_milliseconds);
    CHECK(made.press_milliseconds < check::Limit(100));
    CHECK(!made.ticket_at_once.empty());
    CHECK(Starts(made.shot.effect.Text("ticket"), made.ticket_at_once));
    CHECK(Holds(made.end, "12 frames"));
    CHECK(!made.shot.effect.Text("shot").empty());
    CHECK(!made.shot.effect.Text("recipe").empty());
    CHECK(made.picture_at_once != Shown(made.shot.effect, 0));
    CHECK(made.shot.program.Messages().empty());
    CHECK(made.shot.program.StandingMessage().empty());
    CHECK_EQUAL(0, made.shot.effect.sets_at_a_wrong_time);
    CHECK_EQUAL(0, made.shot.effect.Params().open_edits);
}

TEST(Movie_OfAProjectThatWasJustOpenedHasTheShotFromItsFirstFrameOn)
{
    const auto frames = AllFrames();
    const std::string ticket = TheShot().shot.effect.Text("ticket");
    TheShot().shot.effect.Destroy();
    TheBundle().Unload();
    {
        Shot opened;
        opened.effect.Load("ticket", ticket);
        opened.effect.writes_movie = true;
        CHECK(Shown(opened.effect, 7) == frames[7]);
    }

    TheShot().shot.effect.Create(ofx::context::generator, project);
}

TEST(Project_ReopensWithItsShotAfterUnload)
{
    const auto frames = AllFrames();
    const std::string ticket = TheShot().shot.effect.Text("ticket");
    const auto reopened = Reopened();
    reopened->effect.Type("ticket", ticket);
    CHECK(Wait(std::chrono::seconds(30), [&] { return Shown(reopened->effect, 7) == frames[7]; }));
    reopened->effect.Press("refresh");
    CHECK(Starts(reopened->effect.Text("status"), "Ready"));
    CHECK_EQUAL(TheShot().shot.effect.Text("recipe"), reopened->effect.Text("recipe"));
}

TEST(Project_ReopensWhileTheJobRuns)
{
    TheShot();
    std::string ticket;
    {
        host::Program program;
        TheBundle().Load(program);
        host::Effect effect(program, TheBundle().Named(host::shot_identifier));
        CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::general, project));
        TypeSmallWish(effect, "A dog runs");
        effect.Type("seconds", 4);
        effect.Press("generate");
        CHECK(Wait(std::chrono::seconds(60), [&] { return effect.Press("refresh"), Holds(effect.Text("ticket"), "job="); }));
        ticket = effect.Text("ticket");
    }

    Shot reopened;
    reopened.effect.Load("ticket", ticket);
    CHECK(Wait(std::chrono::seconds(120), [&] { return reopened.effect.Press("refresh"), Starts(reopened.effect.Text("status"), "Making"); }));
    reopened.effect.Press("generate");
    CHECK(Starts(reopened.effect.Text("ticket"), ticket));
    reopened.effect.Press("cancel");
    CHECK(Starts(WaitForEnd(reopened.effect), "Cancelled"));
}

TEST(Sync_WritesTheStateThatAProjectSaves)
{
    const auto reopened = Reopened();
    CHECK(Wait(std::chrono::seconds(30), [&] { return reopened->effect.Act(ofx::action::sync_private_data), true; }));
    CHECK_EQUAL(TheShot().shot.effect.Text("ticket"), reopened->effect.Text("ticket"));
}

TEST(Render_ATicketOfNothingIsSaidInWords)
{
    Shot shot;
    TheShot();
    shot.effect.Load("ticket", "no ticket at all \xC3\xA9 \" & <");
    shot.effect.Load("shot", "SORA2_SH0990_v001");
    const auto idle = Shown(TheShot().shot.effect, 0);
    host::Picture picture(FormatOf());
    CHECK(Milliseconds([&] { CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture)); }) < check::Limit(200));
    CHECK(picture.Bytes() != idle);
    CHECK(!shot.program.StandingMessage().empty());
    CHECK(Wait(std::chrono::seconds(30), [&] { return shot.effect.Press("refresh"), !shot.effect.Text("status").empty(); }));
    std::printf("  status: %s\n", shot.effect.Text("status").c_str());
}

TEST(Ticket_MayBeAShotsName)
{
    const std::string name = TheShot().shot.effect.Text("shot");
    Shot shot;
    shot.effect.Type("ticket", name);
    CHECK(Starts(WaitForEnd(shot.effect), "Ready"));
    CHECK(Shown(shot.effect, 5) == AllFrames()[5]);
    CHECK(Holds(shot.effect.Text("ticket"), "shot=" + name));
    CHECK_EQUAL(name, shot.effect.Text("shot"));
}

TEST(Remake_MakesTheShotOfTheRecipeAgain)
{
    Shot shot;
    shot.effect.Load("recipe", TheShot().shot.effect.Text("recipe"));
    shot.effect.Press("remake");
    CHECK(!shot.effect.Text("ticket").empty());
    CHECK(shot.effect.Text("ticket") != TheShot().shot.effect.Text("ticket"));
    CHECK(!shot.effect.Text("recipe").empty());
    CHECK(Starts(WaitForEnd(shot.effect), "Ready"));
    CHECK(Shown(shot.effect, 5) == AllFrames()[5]);
}

TEST(Generate_TwiceIsRefusedAndCancelEndsIt)
{
    Shot shot;
    TheShot();
    TypeSmallWish(shot.effect, "A dog runs");
    shot.effect.Type("seconds", 4);
    shot.effect.Press("generate");
    const std::string ticket = shot.effect.Text("ticket");
    shot.effect.Press("generate");
    CHECK_EQUAL(ticket, shot.effect.Text("ticket"));
    CHECK_EQUAL(std::size_t{1}, shot.program.Messages().size());
    CHECK(Milliseconds([&] { shot.effect.Press("cancel"); }) < check::Limit(100));
    CHECK(Starts(WaitForEnd(shot.effect), "Cancelled"));
    CHECK(shot.effect.Text("shot").empty());
    shot.effect.Press("show_files");
    CHECK(Holds(shot.effect.Text("status"), "no files"));
}

TEST(Generate_APromptThatIsTooLongIsRefusedInWords)
{
    Shot shot;
    TheShot();
    TypeSmallWish(shot.effect, std::string(100000, 'x'));
    CHECK(Milliseconds([&] { shot.effect.Press("generate"); }) < check::Limit(100));
    const std::string status = shot.effect.Text("ticket").empty() ? shot.effect.Text("status") : WaitForEnd(shot.effect);
    std::printf("  status: %.200s\n", status.c_str());
    CHECK(Holds(status, "prompt") && Holds(status, "allowed"));
}

TEST(Generate_WhereSettingIsRefusedTellsTheTicket)
{
    TheShot();
    host::Quirks ways;
    ways.refuses_sets = true;
    Shot shot(project, ways);
    shot.effect.Load("prompt", "A cat sleeps");
    shot.effect.Press("generate");
    const auto messages = shot.program.Messages();
    CHECK_EQUAL(std::size_t{1}, messages.size());
    const std::string ticket = messages.empty() ? "" : messages[0].substr(messages[0].rfind(' ') + 1);
    Shot other;
    other.effect.Type("ticket", ticket);
    other.effect.Press("cancel");
    CHECK(Starts(WaitForEnd(other.effect), "Cancelled"));
}

// What a button gives to the desktop's opener.
std::string GivenToTheDesktop(host::Effect& effect, const char* button)
{
    std::filesystem::remove(desktop.Seen());
    CHECK(Milliseconds([&] { effect.Press(button); }) < check::Limit(500));
    CHECK(Wait(std::chrono::seconds(10), [] { return static_cast<bool>(std::filesystem::exists(desktop.Seen())); }));
    std::ifstream file(desktop.Seen());
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ShowFiles_OpensTheShotsFolder)
{
    CHECK(std::filesystem::is_directory(GivenToTheDesktop(TheShot().shot.effect, "show_files")));
}

TEST(OpenDashboard_OpensALinkToTheServer)
{
    const std::string link = GivenToTheDesktop(TheShot().shot.effect, "open_dashboard");
    CHECK(Starts(link, "http://127.0.0.1:") && Holds(link, "/dashboard/open#"));
}

TEST(SendToBin_CopiesTheShotsFiles)
{
    Made& made = TheShot();
    host::Effect& effect = made.shot.effect;
    effect.Press("send_to_bin");
    CHECK(Holds(effect.Text("status"), "Bin folder"));
    effect.Type("bin_folder", "no/whole/path");
    effect.Press("send_to_bin");
    CHECK(Holds(effect.Text("status"), "allowed"));

    const auto bin = std::filesystem::path(Home()) / "bin";
    std::filesystem::create_directory(bin);
    effect.Type("bin_folder", bin.string());
    CHECK(Milliseconds([&] { effect.Press("send_to_bin"); }) < check::Limit(100));
    CHECK(Wait(std::chrono::seconds(20), [&] { return effect.Press("refresh"), Holds(effect.Text("status"), "Its files are in " + bin.string()); }));
    const std::string shot = effect.Text("shot");
    CHECK(std::filesystem::file_size(bin / (shot + ".mov")) > 0);
    CHECK(std::filesystem::file_size(bin / (shot + ".shot.json")) > 0);
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(bin)) {
        files++;
        CHECK(Starts(file.path().filename().string(), shot));
    }

    // Once more changes nothing.
    CHECK(files >= 3);
    effect.Press("send_to_bin");
    CHECK(Wait(std::chrono::seconds(20), [&] { return effect.Press("refresh"), Holds(effect.Text("status"), "already"); }));
    CHECK(Starts(effect.Text("status"), "Ready"));
}

TEST(Unload_LeavesNoThreadsAndSocketsBehind)
{
    host::Effect& kept = TheShot().shot.effect;
    const std::string ticket = kept.Text("ticket");
    kept.Destroy();
    int threads = 0;
    int sockets = 0;
    for (int round = 0; round < 20; round++) {
        {
            Shot shot;
            shot.effect.Load("ticket", ticket);
            host::Picture picture(FormatOf());
            CHECK_EQUAL(ofx::status::ok, shot.effect.Render(0, picture));
        }

        TheBundle().Unload();
        if (round == 4) {
            threads = Entries("/proc/self/task");
            sockets = Sockets();
        }
    }

    std::printf("  threads: %d, then %d; sockets: %d, then %d\n", threads, Entries("/proc/self/task"), sockets, Sockets());
    // The runtime's own pool grows and shrinks; a thread left behind by every round would make fifteen more.
    CHECK(Wait(std::chrono::seconds(10), [&] { return Entries("/proc/self/task") <= threads + 8; }));
    CHECK(Wait(std::chrono::seconds(10), [&] { return Sockets() <= sockets; }));

    kept.Create(ofx::context::generator, project);
    CHECK(Starts(WaitForEnd(kept), "Ready"));
}
