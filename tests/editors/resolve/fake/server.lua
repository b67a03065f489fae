-- The server's end of the mailbox, in memory: takes letters, makes shots of the right length, answers in Lua.

local json = require("fake.json")

local server = {}
server.__index = server

local function lua(value)
    if type(value) == "string" then
        return '"' .. value:gsub('[^ !#-%[%]-~]', function(letter) return string.format("\\%03d", letter:byte()) end) .. '"'
    elseif type(value) ~= "table" then
        return tostring(value)
    end

    local parts = {}
    for key, item in pairs(value) do
        parts[#parts + 1] = (type(key) == "string" and "[" .. lua(key) .. "]=" or "") .. lua(item)
    end

    return "{" .. table.concat(parts, ",") .. "}"
end

function server.new(world)
    return setmetatable({ world = world, letters = {}, order = {}, answers = {}, log = {}, makes = {} }, server)
end

function server:write()
    local open = {}
    for _, name in ipairs(self.order) do
        local answer = self.answers[name]
        self.world.lua[self.world.mailbox .. "/out/" .. name .. ".lua"] = answer and ("return " .. lua(answer)) or nil
        if answer then
            open[#open + 1] = { name = name, client = answer.client, status = answer.status }
        end
    end

    self.world.lua[self.world.mailbox .. "/out/box.lua"] = "return " .. lua({ version = 1, open = open })
end

local function shot_of(self, letter)
    local request = letter.request
    local rate = request.sequence.frameRate
    local frames = math.floor(request.seconds * rate.numerator / rate.denominator + 0.5)
    local number = #self.makes + 1
    self.makes[number] = letter
    local name = string.format("%s_SH%04d_v001", request.project, 10 * number)
    local folder = self.world.library .. "/" .. name .. "/"
    local shot = {
        name = name, folder = folder, picture = folder .. name .. ".mov", recipe = folder .. "shot.json",
        stems = { effects = folder .. name .. "_FX.wav", ambience = folder .. name .. "_AMB.wav" },
    }
    local made_at = self.made_rate or rate.numerator / rate.denominator
    self.world.files[shot.picture] = { kind = "video", rate = made_at, frames = frames, codec = self.codec or "DNxHR" }
    for _, path in pairs(shot.stems) do
        self.world.files[path] = { kind = "audio", rate = rate.numerator / rate.denominator, frames = frames }
    end

    return shot
end

function server:take(text)
    local letter = json.read(text)
    if self.away or self.letters[letter.name] or (self.deaf and letter.op == "forget") then
        return
    end

    self.letters[letter.name] = letter
    self.log[#self.log + 1] = letter
    if letter.op == "submit" then
        self.order[#self.order + 1] = letter.name
        local answer = {
            version = 1, name = letter.name, client = letter.client, status = letter.clips and "reading" or "queued", memo = letter.memo,
            frameRate = letter.request.sequence.frameRate, notes = {}, shots = {},
        }
        if self.refuses then
            answer.status, answer.error = "refused", { code = "invalid_request", message = self.refuses }
        end

        self.answers[letter.name] = answer
    elseif letter.op == "forget" then
        self.answers[letter.of] = nil
    elseif self.answers[letter.of] then
        self.answers[letter.of].status = "cancelled"
    end

    self:write()
end

--- Looks for letters.
function server:look()
    for slot = 1, 4 do
        local hex = self.world.saved["Global.Sora2Letter" .. slot]
        if hex and hex ~= "" then
            self:take((hex:gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end)))
        end
    end

    for path, text in pairs(self.world.written) do
        if path:match("/in/[^/]+%.json$") then
            self.world.written[path] = nil
            self:take(text)
        end
    end
end

--- Looks for letters, and takes each job one state further unless the world holds it.
function server:step()
    self:look()
    if self.held or self.away then
        return
    end

    for _, name in ipairs(self.order) do
        local answer = self.answers[name]
        if answer and answer.status == "reading" then
            -- Until here the letter must lie where it was put: a server that dies now reads it again.
            local slot = self.world.saved["Global.Sora2Letter1"]
            assert(self.world.studio or (slot and slot ~= ""), "the letter was taken back while it was read")
            answer.status = "queued"
        elseif answer and answer.status == "queued" then
            answer.status = "running"
            answer.stage, answer.progress, answer.secondsLeft = "load", 0, nil
        elseif answer and answer.status == "running" and self.steps and (answer.step or 0) < self.steps then
            answer.step = (answer.step or 0) + 1
            answer.stage, answer.progress, answer.secondsLeft = "denoise", answer.step / (self.steps + 1), 3 * (self.steps - answer.step)
            answer.preview = self.world.mailbox .. "/out/" .. name .. ".png"
        elseif answer and answer.status == "running" then
            answer.status = self.ends or "succeeded"
            answer.shots = answer.status == "succeeded" and { shot_of(self, self.letters[name]) } or {}
        end
    end

    self:write()
end

return server
