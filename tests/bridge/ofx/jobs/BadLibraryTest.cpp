// A library that cannot be used is named, with the reason. SORA2_EXPECTED_WORDS is what must be said.
#include "../Check.h"

#include <cstdlib>
#include <host/Program.h>
#include <standard/Names.h>

TEST(Library_ThatCannotBeUsedIsNamedWithTheReason)
{
    const host::Bundle bundle(SORA2_BUNDLE_BINARY);
    host::Program program;
    bundle.Load(program);
    host::Effect effect(program, bundle.Named(host::shot_identifier));
    CHECK_EQUAL(ofx::status::ok, effect.Create(ofx::context::generator));
    effect.Type("prompt", "A red ball");
    CHECK_EQUAL(ofx::status::ok, effect.Press("generate"));
    CHECK_EQUAL(ofx::status::ok, effect.Press("generate"));
    const std::string status = effect.Text("status");
    if (status.find(std::getenv("SORA2_EXPECTED_WORDS")) == std::string::npos) {
        CHECK_EQUAL(std::string(std::getenv("SORA2_EXPECTED_WORDS")), status);
    }

    effect.Load("ticket", "some-ticket");
    host::Picture picture(host::PictureFormat{});
    CHECK_EQUAL(ofx::status::ok, effect.Render(0, picture));
    CHECK_EQUAL(ofx::status::ok, effect.Destroy());
    bundle.Unload();
}
