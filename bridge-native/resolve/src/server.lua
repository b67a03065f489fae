-- The server's start. Where Lua may run programs (Studio) the sora2 command is asked, which starts the server when none runs and
-- does nothing else; in the sandbox somebody else has to: sora2 resolve install --autostart, or any sora2 command.

local config = use("config")
local mailbox = use("mailbox")

local server = {}

local SECONDS, SECONDS_TO_START = 10, 30

--- Starts the server if that can be done here, and waits until its mailbox is there, which only a first start has to make.
--- @return how many seconds an answer may take
function server.start()
    if not os.execute then
        return SECONDS
    end

    os.execute(config.start)
    mailbox.wait(SECONDS_TO_START, mailbox.is_there)
    return SECONDS_TO_START
end

return server
