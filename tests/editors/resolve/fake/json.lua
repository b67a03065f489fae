-- Reads JSON, for the server's side of the tests.

local json = {}

local read

local function skip(text, at)
    return text:find("[^%s]", at) or #text + 1
end

local NAMED = { n = "\n", r = "\r", t = "\t", b = "\b", f = "\f" }

local function read_string(text, at)
    local parts = {}
    at = at + 1
    while true do
        local stop = text:find('[\\"]', at)
        parts[#parts + 1] = text:sub(at, stop - 1)
        if text:sub(stop, stop) == '"' then
            return table.concat(parts), stop + 1
        end

        local letter = text:sub(stop + 1, stop + 1)
        if letter == "u" then
            parts[#parts + 1] = string.char(tonumber(text:sub(stop + 4, stop + 5), 16))
            at = stop + 6
        else
            parts[#parts + 1] = NAMED[letter] or letter
            at = stop + 2
        end
    end
end

local function read_many(text, at, close, one)
    at = skip(text, at + 1)
    if text:sub(at, at) == close then
        return at + 1
    end

    while true do
        at = skip(text, one(at))
        if text:sub(at, at) == close then
            return at + 1
        end

        assert(text:sub(at, at) == ",", "no comma")
        at = skip(text, at + 1)
    end
end

function read(text, at)
    at = skip(text, at)
    local first = text:sub(at, at)
    if first == '"' then
        return read_string(text, at)
    elseif first == "{" then
        local result = {}
        local stop = read_many(text, at, "}", function(from)
            local key, after = read_string(text, from)
            after = skip(text, after)
            assert(text:sub(after, after) == ":", "no colon")
            local value
            value, after = read(text, after + 1)
            result[key] = value
            return after
        end)
        return result, stop
    elseif first == "[" then
        local result = {}
        local stop = read_many(text, at, "]", function(from)
            local value, after = read(text, from)
            result[#result + 1] = value
            return after
        end)
        return result, stop
    end

    local word = text:match("^[%w%.%-%+]+", at)
    local value = tonumber(word)
    if value == nil then
        value = word == "true"
    end

    return value, at + #word
end

function json.read(text)
    local value, stop = read(text, 1)
    assert(skip(text, stop) > #text, "more than one value")
    return value
end

return json
