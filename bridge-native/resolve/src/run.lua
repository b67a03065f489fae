-- One wish from the menu to the bin: ask, send, say how far it is, take what was made.

local config = use("config")
local delivery = use("delivery")
local footage = use("footage")
local host = use("host")
local mailbox = use("mailbox")
local progress = use("progress")
local rates = use("rates")
local server = use("server")
local window = use("window")
local wish = use("wish")
local words = use("words")

local run = {}

-- A marker that is taken away says no; one that Undo and Redo swap does not.
local SECONDS_UNTIL_GONE = 2

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

local function say(here, state, message)
    wish.say(here.timeline, here.wish, here.frame, state, message)
end

-- The clips to go on with, as the server wants them, or nil and why one cannot be used.
local function clips_of(here, plan)
    local clips = {}
    for index, item in ipairs(plan.items or {}) do
        local part, problem = footage.part(item, here.format.rate)
        if not part then
            return nil, problem
        end

        clips[index] = part
    end

    return clips
end

-- The wish: from the window where there are windows, which begins with what the marker says; else from marker or Console.
-- Returns nil and why there is none; the reason is nil when the user went back.
local function ask(here, plan)
    local noted = here.wish
    local asked = window.ask({
        title = plan.title, prompt = noted.prompt, seconds = noted.seconds or plan.seconds, exact = plan.exact,
        prompt_is_optional = plan.task ~= "SHOT",
    })
    if asked == false then
        return nil
    end

    local wished = asked or noted
    wished.marker = noted.marker
    wished.seconds = plan.exact or wished.seconds or plan.seconds
    if plan.task == "SHOT" and not wished.prompt then
        return nil, "no prompt; write it into the note of a marker under the playhead"
    elseif plan.most and rates.frames(wished.seconds, here.format.rate) > plan.most then
        return nil, string.format("there are %d frames before the clip; a shorter marker fits", plan.most)
    end

    return wished
end

local function stems(names)
    local kinds = {}
    for _, name in ipairs(names or {}) do
        kinds[#kinds + 1] = "STEM_KIND_" .. name
    end

    return #kinds > 0 and kinds or nil
end

local function request(here, plan)
    return {
        task = "SHOT_TASK_" .. plan.task,
        prompt = here.wish.prompt or "",
        seconds = here.wish.seconds,
        seed = here.wish.seed or mailbox.random_seed(),
        stems = stems(here.wish.stems),
        silent = here.wish.silent or nil,
        draft = here.wish.draft or nil,
        -- Free editions on Linux decode no H.264; DNxHR is decoded everywhere there, ProRes everywhere else.
        codec = config.platform == "linux" and "PICTURE_CODEC_DNXHR_HQX" or "PICTURE_CODEC_PRORES_422_HQ",
        project = words.project(host.call(here.project, "GetName")),
        sequence = {
            frameRate = { numerator = here.format.rate.numerator, denominator = here.format.rate.denominator },
            width = here.format.width,
            height = here.format.height,
            startTimecode = plan.timecode,
        },
    }
end

local function memo(here, plan, project_name)
    local kept = { project = host.id(here.project), bin = project_name }
    local place = plan.place
    if place then
        kept.timeline = host.id(here.timeline)
        kept.frame, kept.before, kept.track = place.frame, place.before, place.track
        kept.only = place.only and "yes" or nil
    end

    return kept
end

-- The project may be closed, and another one opened, while a shot is made.
local function is_same_project(here)
    local project = host.project()
    return project ~= nil and host.id(project) == here.memo.project
end

-- Whether the user has said no, on the marker or in the window.
local function is_unwanted(here, shown)
    if shown and shown.is_cancelled() then
        return true
    elseif not here.timeline or wish.is_there(here.timeline, here.wish) then
        here.gone_since = nil
        return false
    end

    here.gone_since = here.gone_since or os.time()
    return os.time() - here.gone_since >= SECONDS_UNTIL_GONE
end

--- @param take_back empties the letter's place, which the server needs until it has read the clips
local function wait(here, name, take_back, shown)
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

        if not here.was_cancelled and is_unwanted(here, shown) then
            here.was_cancelled = mailbox.cancel(name)
        elseif said ~= progress.quarter(answer) then
            said = progress.quarter(answer)
            say(here, "busy", progress.text(answer))
        end

        if shown then
            shown.tell(progress.text(answer), answer.preview)
        end

        bmd.wait(0.2)
    end
end

--- Takes what an answer brings and says so. Returns whether it is done with.
function run.finish(here, answer, kept)
    if answer.status ~= "succeeded" then
        local why = answer.error and answer.error.message or answer.status
        say(here, "failed", answer.status == "cancelled" and "cancelled" or why)
        return true
    end

    local done, message = delivery.take(here.project, answer, kept)
    local name = answer.shots and answer.shots[1] and answer.shots[1].name or "shot"
    if done then
        say(here, "done", message == "" and (name .. " is ready") or (name .. ": " .. message))
    else
        say(here, "failed", message .. "; Import waiting shots tries again")
    end

    return done
end

-- Sends a request and stays until its shot is in the project.
local function make(here, plan, clips)
    local asked = request(here, plan)
    here.memo = memo(here, plan, asked.project)
    local letter = { op = "submit", request = asked, memo = words.memo(here.memo), clips = #clips > 0 and clips or nil }
    local seconds = server.start()
    local name, take_back = mailbox.send(letter)
    if not name then
        say(here, "failed", take_back)
        return
    end

    local answered = mailbox.wait(seconds, function()
        return mailbox.answer(name) ~= nil
    end)
    if not answered then
        take_back()
        say(here, "failed", "the server does not answer; start it: sora2 serve")
        return
    end

    local shown = window.progress(plan.title)
    local good, answer, problem = pcall(wait, here, name, take_back, shown)
    if shown then
        shown.close()
    end

    if not good then
        error(answer, 0)
    elseif not answer then
        -- The project that the markers belong to may be closed.
        print("Sora2: " .. problem)
    elseif run.finish(here, answer, here.memo) then
        mailbox.forget(name)
    end
end

--- A script of the menu: looks at what is open, asks for the wish and makes it.
--- @param find given what is open, returns what can be made of it: { title, task, seconds, exact, most, timecode, items, place }; or nil
--- and why nothing can. `seconds` is the length unless somebody says another, `exact` one that is given, `most` frames that there is
--- room for; `items` are the clips of the time line to go on with; `place` is where it goes there, { frame | before, track, only },
--- and nil for the bin alone
function run.start(needs_timeline, find)
    local here = run.open(needs_timeline)
    if not here then
        return
    end

    local plan, problem = find(here)
    local clips, wished
    if plan then
        clips, problem = clips_of(here, plan)
    end

    if clips then
        wished, problem = ask(here, plan)
    end

    if wished then
        here.wish = wished
        make(here, plan, clips)
    elseif problem then
        say(here, "failed", problem)
    end
end

return run
