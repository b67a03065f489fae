// An effect as a host holds it: first described, then made into instances.
#pragma once

#include "Params.h"
#include "Picture.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace host {

class Program;

// What a clip shows at a time; false: nothing.
using SourceFrames = std::function<bool(double time, Picture& picture)>;

}  // namespace host

namespace ofx {

struct ClipBody {
    host::Effect* effect = nullptr;
    std::string name;
    PropertySetBody properties;
};

struct EffectBody {
    host::Effect* effect = nullptr;
};

}  // namespace ofx

namespace host {

struct ProjectFormat {
    int width = 64;
    int height = 36;
    double frame_rate = 24;
    double pixel_aspect = 1;
};

class Effect {
public:
    Effect(Program& program, ofx::Plugin& plugin);
    ~Effect();
    Effect(const Effect&) = delete;
    Effect& operator=(const Effect&) = delete;

    ofx::Status Describe();
    ofx::Status DescribeInContext(const std::string& context);
    // Describes in the context first; an effect that was destroyed is created anew with the
    // values it had, as from a saved project.
    ofx::Status Create(const std::string& context, const ProjectFormat& project = {});
    ofx::Status Destroy();

    ofx::Status Act(const char* action, ofx::PropertySetBody* in = nullptr, ofx::PropertySetBody* out = nullptr);

    // The user's hand: a value typed, a button pressed.
    ofx::Status Type(const std::string& param, const std::string& text);
    ofx::Status Type(const std::string& param, double value);
    ofx::Status Choose(const std::string& param, int value);
    ofx::Status Press(const std::string& button, double playhead = 0);
    // A value that came with a saved project: no action tells of it.
    void Load(const std::string& param, const std::string& text);
    std::string Text(const std::string& param) const;
    double Real(const std::string& param) const;

    // Fatal when the plug-in keeps an image.
    ofx::Status Render(double time, Picture& output);
    ofx::Status Render(double time, Picture& output, const ofx::RectI& window);

    ofx::PropertySetBody& Properties() { return properties_; }
    ofx::ParamSetBody& Params() { return params_; }
    std::map<std::string, std::unique_ptr<ofx::ClipBody>>& Clips() { return clips_; }
    Program& Owner() { return program_; }
    ofx::EffectBody* Handle() { return &body_; }

    // The source clip: its frames, its range (both ends have frames), and the format of the images it lends.
    void Connect(SourceFrames frames, double first, double last, const PictureFormat& format);
    // Frames that are made already, each in turn, so that lending takes no time. They stay the caller's.
    void Connect(std::vector<Picture*> ready, double first, double last);

    // The plug-in's calls.
    ofx::Status LendImage(ofx::ClipBody& clip, double time, ofx::PropertySet* image);
    static void TakeBack(ofx::PropertySet image);
    bool MayBeSet(const ofx::ParamBody& param);
    void WasSetByPlugin(ofx::ParamBody& param);

    int sets_at_a_wrong_time = 0;

    // Frames are rendered in order and for good, as for a movie; else the host says nothing of it.
    bool writes_movie = false;

private:
    ofx::Status Changed(const std::string& param, const char* reason, double time);

    Program& program_;
    ofx::Plugin& plugin_;
    ofx::EffectBody body_;
    ofx::PropertySetBody properties_;
    ofx::ParamSetBody params_;
    std::map<std::string, std::unique_ptr<ofx::ClipBody>> clips_;
    SourceFrames frames_;
    std::vector<Picture*> ready_;
    PictureFormat source_format_;
    bool is_created_ = false;
    int settable_depth_ = 0;
};

}  // namespace host
