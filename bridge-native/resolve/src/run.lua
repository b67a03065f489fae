-- One wish from the menu to the bin: send, say how far it is, take what was made.

local config = use("config")
local delivery = use("delivery")
local host = use("host")
local mailbox = use("mailbox")
local wish = use("wish")
local words = use("words")

local run = {}

local ANSWER_SECONDS = 10

--- What is open, or nil after saying what is missing.
--- @param needs_timeline whether the script can do without one
function run.open(needs_timeline)
    local here = {}
    local problem
    here.project, problem = host.project()
    if not here.project then
        wish.say(nil, nil, nil, "failed", problem)
        return nil
    end

    here.timeline, problem = host.timeline(here.project)
    if needs_timeline and not here.timeline then
        wish.say(nil, nil, nil, "failed", problem)
        return nil
    end

    here.format, problem = host.format(here.project, here.timeline)
    if here.format and here.timeline then
        here.frame, here.timecode = host.playhead(here.timeline, here.format)
        problem = here.timecode
        wish.clear(here.timeline)
    end

    if not here.format or (here.timeline and not here.frame) then
        wish.say(nil, nil, nil, "failed", problem)
        return nil
    end

    here.wish = wish.read(here.timeline, here.frame, here.format.rate)
    return here
end

function run.say(here, state, message)
    wish.say(here.timeline, here.wish, here.frame, state, message)
end

--- A request with all that is the same for every script.
function run.request(here, task, seconds)
    return {
        task = "SHOT_TASK_" .. task,
        prompt = here.wish.prompt or "",
        seconds = seconds,
        seed = mailbox.random_seed(),
        -- Free editions on Linux decode no H.264; DNxHR is decoded everywhere there, ProRes everywhere else.
        codec = config.platform == "linux" and "PICTURE_CODEC_DNXHR_HQX" or "PICTURE_CODEC_PRORES_422_HQ",
        project = words.project(host.call(here.project, "GetName")),
        sequence = {
            frameRate = { numerator = here.format.rate.numerator, denominator = here.format.rate.denominator },
            width = here.format.width,
            height = here.format.height,
        },
    }
end

-- The project may be closed, and another one opened, while a shot is made.
local function is_same_project(here)
    local project = host.project()
    return project ~= nil and host.id(project) == here.memo.project
end

local STATES = { reading = "reading the clips", queued = "waiting", running = "in the making" }

--- @param take_back empties the letter's place, which the server needs until it has read the clips
local function wait(here, name, take_back)
    local said
    while true do
        local answer = mailbox.answer(name)
        if answer and answer.status ~= "reading" and take_back then
            take_back()
            take_back = nil
        end

        if not answer then
            return nil, "the answer is gone from the mailbox"
        elseif not mailbox.is_under_way(answer) then
            return answer
        elseif not is_same_project(here) then
            return nil, "the project was closed; Import waiting shots brings the shot in"
        end

        if here.timeline and not wish.is_there(here.timeline, here.wish) then
            here.wish = mailbox.cancel(name) and {} or here.wish
        elseif said ~= answer.status then
            said = answer.status
            run.say(here, "busy", STATES[said])
        end

        bmd.wait(0.2)
    end
end

--- Takes what an answer brings and says so. Returns whether it is done with.
function run.finish(here, answer, memo)
    if answer.status ~= "succeeded" then
        local why = answer.error and answer.error.message or answer.status
        run.say(here, "failed", answer.status == "cancelled" and "cancelled" or why)
        return true
    end

    local done, message = delivery.take(here.project, answer, memo)
    local name = answer.shots and answer.shots[1] and answer.shots[1].name or "shot"
    if done then
        run.say(here, "done", message == "" and (name .. " is ready") or (name .. ": " .. message))
    else
        run.say(here, "failed", message .. "; Import waiting shots tries again")
    end

    return done
end

--- Sends a request and stays until its shot is in the project.
--- @param place where on the time line: { frame | before, track, only }; nil puts it into the bin alone
function run.make(here, request, clips, place)
    here.memo = { project = host.id(here.project), bin = request.project }
    if place then
        here.memo.timeline = host.id(here.timeline)
        here.memo.frame, here.memo.before, here.memo.track = place.frame, place.before, place.track
        here.memo.only = place.only and "yes" or nil
    end

    local letter = { op = "submit", request = request, memo = words.memo(here.memo) }
    if clips and #clips > 0 then
        letter.clips = clips
    end

    local name, take_back = mailbox.send(letter)
    if not name then
        run.say(here, "failed", take_back)
        return
    end

    local answered = mailbox.wait(ANSWER_SECONDS, function()
        return mailbox.answer(name) ~= nil
    end)
    if not answered then
        take_back()
        run.say(here, "failed", "the server does not answer; start it: sora2 serve")
        return
    end

    local answer, problem = wait(here, name, take_back)
    if not answer then
        -- The project that the markers belong to may be closed.
        print("Sora2: " .. problem)
    elseif run.finish(here, answer, here.memo) then
        mailbox.forget(name)
    end
end

return run
