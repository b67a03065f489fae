-- The client's end of docs/mailbox.md. Where Resolve gives Lua files (Studio), letters are files; in the sandbox they go into
-- Fusion's preferences. Answers are Lua tables in either case: loadfile is left in the sandbox.

local config = use("config")
local words = use("words")

local mailbox = {}

local CLIENT = "resolve"
local SLOTS = 4
local LONGEST_LETTER = 64 * 1024

-- Names must differ between two scripts that start in the same second.
local seeded = false
local function random_name()
    if not seeded then
        local address = tostring({}):match("0x(%x+)") or "1"
        math.randomseed((os.time() + math.floor(os.clock() * 1e6) + (tonumber(address:sub(-7), 16) or 0)) % 2147483647)
        seeded = true
    end

    local digits = {}
    for place = 1, 24 do
        digits[place] = string.format("%x", math.random(0, 15))
    end

    return CLIENT .. "-" .. table.concat(digits)
end

--- A seed that the server takes, drawn anew.
function mailbox.random_seed()
    random_name()
    return math.random(0, 2147483646)
end

local function slot_key(slot)
    return "Global.Sora2Letter" .. slot
end

local function answer_path(name)
    return config.mailbox .. "/out/" .. name .. ".lua"
end

-- A table of constants; nothing of ours is in its reach, and nothing of it runs longer than it takes to build.
local function load_table(path)
    if not bmd.fileexists(path) then
        return nil
    end

    local chunk = loadfile(path)
    if not chunk then
        return nil
    end

    setfenv(chunk, {})
    local good, result = pcall(chunk)
    return good and type(result) == "table" and result or nil
end

--- The answer to a letter as it is now; nil while there is none.
function mailbox.answer(name)
    local answer = load_table(answer_path(name))
    return answer and answer.name == name and answer or nil
end

--- Whether a server has ever opened it.
function mailbox.is_there()
    return bmd.fileexists(config.mailbox .. "/out/box.lua")
end

--- Names of our own letters whose answers nobody has forgotten, oldest first.
function mailbox.open()
    local box = load_table(config.mailbox .. "/out/box.lua")
    local mine = {}
    for _, entry in ipairs(box and box.open or {}) do
        if entry.client == CLIENT then
            mine[#mine + 1] = entry
        end
    end

    return mine
end

local function write_file(name, text)
    local path = config.mailbox .. "/in/" .. name
    local file = io.open(path .. ".part", "wb")
    if not file then
        return nil, "the mailbox cannot be written; start the Sora2 server once: sora2 serve"
    end

    local written = file:write(text)
    local closed = file:close()
    if not (written and closed and os.rename(path .. ".part", path .. ".json")) then
        os.remove(path .. ".part")
        return nil, "the letter could not be written; is the disk full?"
    end

    return function()
        os.remove(path .. ".json")
    end
end

-- A slot whose letter was answered is free: the script that put it there has died.
local function free_slot()
    for slot = 1, SLOTS do
        local held = fusion:GetPrefs(slot_key(slot))
        if held == nil or held == "" then
            return slot
        end

        local name = tostring(held):gsub("%x%x", function(digits)
            return string.char(tonumber(digits, 16))
        end):match('"name":"([a-z0-9%-]+)"')
        if not name or bmd.fileexists(answer_path(name)) then
            return slot
        end
    end

    return nil
end

local function write_slot(text)
    local slot = free_slot()
    if not slot then
        return nil, "four letters wait for the Sora2 server; start it: sora2 serve"
    end

    local hex = words.hex(text)
    fusion:SetPrefs(slot_key(slot), hex)
    if fusion:GetPrefs(slot_key(slot)) ~= hex then
        return nil, "Fusion did not keep the letter"
    end

    fusion:SavePrefs()
    return function()
        if fusion:GetPrefs(slot_key(slot)) == hex then
            fusion:SetPrefs(slot_key(slot), "")
            fusion:SavePrefs()
        end
    end
end

--- Sends a letter. Returns its name and a function that takes it back, or nil and why not.
function mailbox.send(letter)
    letter.version = 1
    letter.name = random_name()
    letter.client = CLIENT
    letter.answer = "lua"
    letter.written = os.time()
    local text = words.json(letter)
    if #text > LONGEST_LETTER then
        return nil, "the request is too long"
    elseif not words.is_utf8(text) then
        return nil, "a name or path is not UTF-8"
    end

    local take_back, problem
    if io and io.open and os.rename and os.remove then
        take_back, problem = write_file(letter.name, text)
    else
        take_back, problem = write_slot(text)
    end

    if not take_back then
        return nil, problem
    end

    return letter.name, take_back
end

--- Whether an answer is not the last one yet.
function mailbox.is_under_way(answer)
    return answer.status == "reading" or answer.status == "queued" or answer.status == "running"
end

--- Waits until `holds` says so. Returns false when the time is over.
function mailbox.wait(seconds, holds)
    local stop = os.time() + seconds
    while not holds() do
        if os.time() > stop then
            return false
        end

        bmd.wait(0.1)
    end

    return true
end

--- Sends a letter about another one and waits until it was seen.
function mailbox.tell(op, name, seen)
    local sent, take_back = mailbox.send({ op = op, of = name })
    if not sent then
        return false
    end

    local was_seen = mailbox.wait(10, seen)
    take_back()
    return was_seen
end

--- Says that the shots of an answer were taken.
function mailbox.forget(name)
    return mailbox.tell("forget", name, function()
        return not bmd.fileexists(answer_path(name))
    end)
end

--- Asks for a job's end.
function mailbox.cancel(name)
    return mailbox.tell("cancel", name, function()
        local answer = mailbox.answer(name)
        return not answer or not mailbox.is_under_way(answer)
    end)
end

return mailbox
