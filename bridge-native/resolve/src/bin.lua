-- The media pool. ImportMedia goes into the current bin alone, so that bin is changed, and put back whatever happens.

local host = use("host")
local rates = use("rates")

local bin = {}

local function child(folder, name)
    for _, sub in ipairs(host.list(folder, "GetSubFolderList")) do
        if host.call(sub, "GetName") == name then
            return sub
        end
    end

    return nil
end

--- The bin at a path below the root, made where it is missing; nil and why not.
function bin.folder(pool, names)
    local folder = host.ask(pool, "GetRootFolder")
    for _, name in ipairs(names) do
        local sub = child(folder, name)
        if not sub then
            host.call(pool, "AddSubFolder", folder, name)
            sub = child(folder, name)
        end

        if not sub then
            return nil, "Resolve made no bin " .. name .. "; is the project read-only?"
        end

        folder = sub
    end

    return folder
end

local function find(folder, path)
    for _, item in ipairs(host.list(folder, "GetClipList")) do
        if host.call(item, "GetClipProperty", "File Path") == path then
            return item
        end
    end

    return nil
end

-- One file at a time: a list of several is cut short silently when one of them cannot be read.
local function import(pool, folder, path)
    local there = find(folder, path)
    if there then
        return there
    end

    if not bmd.fileexists(path) then
        return nil, path .. " is gone from the library"
    end

    host.call(pool, "ImportMedia", { path })
    local item = find(folder, path)
    if not item then
        return nil, "Resolve did not import " .. path
    end

    return item
end

-- Free editions on Linux take a movie that they cannot decode for a sound.
local function shows_picture(item)
    local kind = tostring(host.call(item, "GetClipProperty", "Type") or "")
    return kind:find("Video", 1, true) ~= nil
end

-- A WAV freezes the project's frame rate. With a time line it is frozen anyway; without one it must be right before.
local function may_import_sound(project, rate)
    if (tonumber(host.call(project, "GetTimelineCount")) or 0) > 0 then
        return true
    end

    local function is_right()
        return rates.same(rates.parse(host.setting(project, "timelineFrameRate")), rate)
    end

    if not is_right() then
        host.call(project, "SetSetting", "timelineFrameRate", rates.spell(rate))
    end

    return is_right()
end

local function label(item, shot)
    host.call(item, "SetClipColor", "Violet")
    host.call(item, "SetThirdPartyMetadata", { ["Sora2 Shot"] = shot.name, ["Sora2 Recipe"] = shot.recipe })
end

local function import_into(folder, project, pool, shot, rate)
    local notes = {}
    local picture, problem = import(pool, folder, shot.picture)
    if not picture then
        return nil, problem
    end

    if not shows_picture(picture) then
        host.call(pool, "DeleteClips", { picture })
        return nil, shot.name .. " has a picture that this edition does not decode; make it again as DNxHR"
    end

    label(picture, shot)
    local taken = { picture = picture, stems = {} }
    if next(shot.stems) and not may_import_sound(project, rate) then
        notes[#notes + 1] = "the stems stay outside: they would freeze the project at another frame rate than the shot's"
        return taken, notes
    end

    for kind, path in pairs(shot.stems) do
        local stem, why = import(pool, folder, path)
        if stem then
            label(stem, shot)
            taken.stems[kind] = stem
        else
            notes[#notes + 1] = why
        end
    end

    return taken, notes
end

--- Brings a shot into the bin Sora2/PROJECT. Returns { picture, stems } and notes, or nil and why not.
function bin.take(project, shot, rate, name)
    local pool = host.ask(project, "GetMediaPool")
    local folder, problem = bin.folder(pool, { "Sora2", name })
    if not folder then
        return nil, problem
    end

    local before = host.ask(pool, "GetCurrentFolder")
    host.call(pool, "SetCurrentFolder", folder)
    if host.id(host.ask(pool, "GetCurrentFolder")) ~= host.id(folder) then
        return nil, "Resolve did not open the bin"
    end

    local good, taken, notes = pcall(import_into, folder, project, pool, shot, rate)
    if before then
        host.call(pool, "SetCurrentFolder", before)
    end

    if not good then
        return nil, tostring(taken)
    end

    return taken, notes
end

return bin
