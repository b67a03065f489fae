-- A new shot into the bin, and on the time line from the playhead on: on the lowest video track that has room.

use("run").start(true, function(here)
    return { title = "Insert at playhead", task = "SHOT", seconds = 4, timecode = here.timecode, place = { frame = here.frame } }
end)
