-- Text that travels: JSON for letters, hex for Fusion's preferences, and the memo that comes back with an answer.

local words = {}

local NAMED = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function quote(text)
    return '"' .. text:gsub('[%z\1-\31\\"]', function(letter)
        return NAMED[letter] or string.format("\\u%04x", letter:byte())
    end) .. '"'
end

local function number(value)
    if value ~= value or value == math.huge or value == -math.huge then
        error("a number that JSON cannot hold")
    end

    if value == math.floor(value) and math.abs(value) < 2 ^ 53 then
        return string.format("%.0f", value)
    end

    return (string.format("%.9f", value):gsub(",", "."))
end

--- Data as JSON. A table with [1] or `list = true` is a list. Keys are sorted, so the same data is the same text.
function words.json(value)
    local kind = type(value)
    if kind == "string" then
        return quote(value)
    elseif kind == "number" then
        return number(value)
    elseif kind == "boolean" then
        return tostring(value)
    elseif kind ~= "table" then
        error("a " .. kind .. " is no JSON")
    end

    local parts = {}
    if value[1] ~= nil or value.list then
        for _, item in ipairs(value) do
            parts[#parts + 1] = words.json(item)
        end

        return "[" .. table.concat(parts, ",") .. "]"
    end

    local keys = {}
    for key in pairs(value) do
        keys[#keys + 1] = key
    end

    table.sort(keys)
    for _, key in ipairs(keys) do
        parts[#parts + 1] = quote(key) .. ":" .. words.json(value[key])
    end

    return "{" .. table.concat(parts, ",") .. "}"
end

function words.hex(text)
    return (text:gsub(".", function(letter)
        return string.format("%02x", letter:byte())
    end))
end

--- A flat table as text: "key=value&key=value", all but letters, digits, "-" and "_" as %XX.
function words.memo(table_)
    local parts = {}
    for key, value in pairs(table_) do
        parts[#parts + 1] = key .. "=" .. tostring(value):gsub("[^%w%-_]", function(letter)
            return string.format("%%%02X", letter:byte())
        end)
    end

    table.sort(parts)
    return table.concat(parts, "&")
end

function words.read_memo(text)
    local memo = {}
    for key, value in tostring(text or ""):gmatch("([%w_]+)=([^&]*)") do
        memo[key] = value:gsub("%%(%x%x)", function(digits)
            return string.char(tonumber(digits, 16))
        end)
    end

    return memo
end

--- A name that the library takes: letters, digits, "-" and "_", 1 to 40.
function words.project(name)
    local folded = tostring(name or ""):gsub("[^%w%-]+", "_"):gsub("^[_%-]+", ""):sub(1, 40):gsub("[_%-]+$", "")
    return folded ~= "" and folded or "SORA2"
end

--- Whether text is whole UTF-8; the server refuses a letter that is not.
function words.is_utf8(text)
    local position = 1
    while position <= #text do
        local first = text:byte(position)
        local more = first < 0x80 and 0 or first >= 0xC2 and first < 0xE0 and 1 or first >= 0xE0 and first < 0xF0 and 2
            or first >= 0xF0 and first < 0xF5 and 3
        if not more or not text:sub(position + 1, position + more):match("^[\128-\191]*$") or position + more > #text then
            return false
        end

        position = position + 1 + more
    end

    return true
end

return words
