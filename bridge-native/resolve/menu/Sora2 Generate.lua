-- A new shot into the bin Sora2/PROJECT. The prompt is the note of the marker under the playhead, or comes from the Console.

local run = use("run")

local here = run.open(false)
if here then
    if not here.wish.prompt then
        run.say(here, "failed", "no prompt; write it into the note of a marker under the playhead")
    else
        run.make(here, run.request(here, "SHOT", here.wish.seconds or 4))
    end
end
