#include "Buttons.h"

#include "../frames/Words.h"
#include "../jobs/Jobs.h"
#include "../platform/FileBrowser.h"
#include "../standard/Names.h"
#include "Source.h"
#include "Wish.h"

#include <algorithm>

namespace sora2 {
namespace {

constexpr const char* no_shot = "There is no shot yet. Press Generate first.";
constexpr const char* is_being_made = "A shot is being made here already. Wait for it, or press Cancel first.";

void Refuse(const Instance& instance, const std::string& why)
{
    instance.SetText(Control::status, why);
    Say(instance.GetHost(), instance.Handle(), ofx::message::error, why);
}

// Writes the ticket at once: should the program fall a moment later, a project that was saved finds the job again.
void Adopt(const Instance& instance, const Job& job)
{
    const std::string ticket = job.State().ticket;
    if (!instance.SetText(Control::ticket, ticket)) {
        Refuse(instance, "The shot is queued, but this program does not let the effect write its ticket. Type it there by hand: " + ticket);
    }
}

bool IsBeingMade(const Instance& instance)
{
    std::string why;
    const std::string ticket = instance.Text(Control::ticket);
    const auto job = ticket.empty() ? nullptr : Jobs::OfProcess().Find(ticket, why);
    // A published shot whose frames are still on their way does not bar the next one.
    const Sora2JobState state = job != nullptr ? job->State() : Sora2JobState{};
    return IsUnderWay(state) && state.stage != SORA2_JOB_FETCHING;
}

void Generate(Instance& instance, double playhead)
{
    // A second press, or a copied effect, must not queue the same shot twice unseen.
    if (IsBeingMade(instance)) {
        return Refuse(instance, is_being_made);
    }

    const Wish wish(instance);
    if (instance.Kind() == EffectKind::shot && !wish.HasPrompt()) {
        return Refuse(instance, "The prompt is empty. Say what is to be seen and heard.");
    }

    GatheredSource source;
    if (instance.Kind() == EffectKind::extend) {
        source = GatherSource(instance, playhead);
        if (source.frames == nullptr) {
            return Refuse(instance, source.why);
        }
    }

    std::string why;
    const auto job = Jobs::OfProcess().Submit(wish.ToSend(source.frames != nullptr ? source.frames->Handle() : 0), why);
    if (job == nullptr) {
        return Refuse(instance, why);
    }

    Adopt(instance, *job);
    if (instance.Kind() == EffectKind::extend) {
        instance.SetReal(Control::cut, source.cut);
    }

    instance.SetText(Control::shot, "");
    instance.SetText(Control::recipe, "");
    SaveState(instance);
}

void Cancel(Instance& instance, double)
{
    std::string why = no_shot;
    const std::string ticket = instance.Text(Control::ticket);
    const auto job = ticket.empty() ? nullptr : Jobs::OfProcess().Find(ticket, why);
    if (job == nullptr || !job->Cancel(why)) {
        return Refuse(instance, why);
    }

    SaveState(instance);
}

void Remake(Instance& instance, double)
{
    if (IsBeingMade(instance)) {
        return Refuse(instance, is_being_made);
    }

    const std::string recipe = instance.Text(Control::recipe);
    if (recipe.empty()) {
        return Refuse(instance, "No recipe was saved with this project. Press Generate to make the shot from the settings here.");
    }

    std::string why;
    const auto job = Jobs::OfProcess().Remake(recipe, why);
    if (job == nullptr) {
        return Refuse(instance, why);
    }

    // The recipe stays: until the shot is made anew, it is the only one.
    Adopt(instance, *job);
    instance.SetText(Control::shot, "");
    SaveState(instance);
}

void Refresh(Instance& instance, double)
{
    SaveState(instance);
}

void SendToBin(Instance& instance, double)
{
    std::string why = no_shot;
    const std::string ticket = instance.Text(Control::ticket);
    const auto job = ticket.empty() ? nullptr : Jobs::OfProcess().Find(ticket, why);
    if (job == nullptr) {
        return Refuse(instance, why);
    }

    const std::string folder = instance.Text(Control::bin_folder);
    if (folder.empty()) {
        return Refuse(instance, "Name a folder at Bin folder first: one that your editor watches or imports from. Show files opens the shot's own folder.");
    }

    if (!job->Deliver(folder, why)) {
        return Refuse(instance, why);
    }

    SaveState(instance);
}

void ShowFiles(Instance& instance, double)
{
    std::string why = no_shot;
    const std::string ticket = instance.Text(Control::ticket);
    const auto job = ticket.empty() ? nullptr : Jobs::OfProcess().Find(ticket, why);
    if (job == nullptr) {
        return Refuse(instance, why);
    }

    const std::string folder = job->Folder();
    if (folder.empty()) {
        return Refuse(instance, "The shot has no files yet. " + StatusLine(InWords(job->State(), instance.Text(Control::shot), {}, false)));
    }

    if (!ShowFolder(folder, why)) {
        Refuse(instance, "The folder " + folder + " cannot be shown: " + why + ".");
    }
}

void OpenDashboard(Instance& instance, double)
{
    std::string why;
    if (!Jobs::OfProcess().OpenDashboard(why)) {
        Refuse(instance, why);
    }
}

// One step of the host's undo for all that a button writes.
class EditBlock {
public:
    explicit EditBlock(const Instance& instance) : params_(*instance.GetHost().params)
    {
        const bool is_open = instance.GetHost().effects->get_param_set(instance.Handle(), &set_) == ofx::status::ok &&
            params_.edit_begin(set_, Label(instance.Kind())) == ofx::status::ok;
        set_ = is_open ? set_ : nullptr;
    }

    ~EditBlock()
    {
        if (set_ != nullptr) {
            params_.edit_end(set_);
        }
    }

    EditBlock(const EditBlock&) = delete;
    EditBlock& operator=(const EditBlock&) = delete;

private:
    const ofx::ParameterSuite& params_;
    ofx::ParamSet set_ = nullptr;
};

struct Handler {
    Control control;
    void (*run)(Instance&, double playhead);
};

constexpr Handler handlers[] = {
    {Control::generate, Generate}, {Control::cancel, Cancel},         {Control::refresh, Refresh},
    {Control::remake, Remake},     {Control::show_files, ShowFiles}, {Control::send_to_bin, SendToBin},
    {Control::open_dashboard, OpenDashboard},
    {Control::ticket, Refresh},
};

}  // namespace

void OnChanged(Instance& instance, const std::string& name, double time)
{
    const auto* handler = std::find_if(std::begin(handlers), std::end(handlers),
        [&](const Handler& each) { return name == control_specs[static_cast<std::size_t>(each.control)].name; });
    if (handler == std::end(handlers)) {
        // Whoever sets up a longer clip is about to press Generate.
        if (instance.Kind() == EffectKind::extend) {
            Jobs::OfProcess().Prepare();
        }

        return;
    }

    const EditBlock edit(instance);
    handler->run(instance, time);
}

void SaveState(const Instance& instance)
{
    const std::string ticket = instance.Text(Control::ticket);
    if (ticket.empty()) {
        instance.SetText(Control::status, "");
        return;
    }

    std::string why;
    const auto job = Jobs::OfProcess().Find(ticket, why);
    if (job == nullptr) {
        instance.SetText(Control::status, why);
        return;
    }

    const Sora2JobState state = job->State();
    // A ticket says more once job and shot have their names, and then finds the shot after the job is forgotten.
    if (state.ticket[0] != 0) {
        instance.SetText(Control::ticket, state.ticket);
    }

    const std::string recipe = state.shot[0] != 0 ? job->Recipe() : std::string();
    if (state.shot[0] != 0) {
        instance.SetText(Control::shot, state.shot);
    }

    if (!recipe.empty()) {
        instance.SetText(Control::recipe, recipe);
    }

    const bool has_recipe = !instance.Text(Control::recipe).empty();
    const std::string trouble = IsUnderWay(state) ? Jobs::OfProcess().ServerTrouble() : std::string();
    instance.SetText(Control::status, StatusLine(InWords(state, instance.Text(Control::shot), trouble, has_recipe)));
    instance.AskForSync(IsUnderWay(state));
}

}  // namespace sora2
