-- A new shot into the bin, and on the time line from the playhead on: on the lowest video track that has room.

local run = use("run")

local here = run.open(true)
if here then
    if not here.wish.prompt then
        run.say(here, "failed", "no prompt; write it into the note of a marker under the playhead")
    else
        local request = run.request(here, "SHOT", here.wish.seconds or 4)
        request.sequence.startTimecode = here.timecode
        run.make(here, request, nil, { frame = here.frame })
    end
end
