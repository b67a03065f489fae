-- How far a job is, in a few words.

local progress = {}

local STAGES = {
    load = "loading the model", text = "reading the prompt", denoise = "making the picture", decode = "decoding", speech = "speaking",
    upscale = "making the picture larger", encode = "encoding", publish = "publishing",
}

local function time_left(seconds)
    if seconds == nil then
        return ""
    elseif seconds < 90 then
        return string.format(", about %d s left", math.max(1, math.floor(seconds + 0.5)))
    end

    return string.format(", about %d min left", math.floor(seconds / 60 + 0.5))
end

--- Percent, stage and time left of an answer under way.
function progress.text(answer)
    if answer.status == "reading" then
        return "reading the clips"
    elseif answer.status == "queued" then
        return "waiting"
    end

    local percent = math.floor((tonumber(answer.progress) or 0) * 100)
    return string.format(
        "in the making, %d %%: %s%s", percent, STAGES[answer.stage] or "beginning", time_left(tonumber(answer.secondsLeft)))
end

--- Changes a few times while a job runs. A marker can only be set anew, and Resolve may keep each time for Undo, so it is not told
--- more often.
function progress.quarter(answer)
    return answer.status .. math.floor((tonumber(answer.progress) or 0) * 4)
end

return progress
