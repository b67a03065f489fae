-- Brings in what was finished while nobody waited for it: after a crash, or when the project was closed meanwhile.

local delivery = use("delivery")
local mailbox = use("mailbox")
local run = use("run")
local words = use("words")

local here = run.open(false)
if here then
    local taken, left, making = 0, 0, 0
    for _, entry in ipairs(mailbox.open()) do
        local answer = mailbox.answer(entry.name)
        local memo = words.read_memo(answer and answer.memo)
        if answer and mailbox.is_under_way(answer) then
            making = making + 1
        elseif answer then
            if delivery.is_for(here.project, memo) and run.finish(here, answer, memo) then
                mailbox.forget(entry.name)
                taken = taken + 1
            else
                left = left + 1
            end
        end
    end

    local rest = making > 0 and string.format(", %d in the making", making) or ""
    print(string.format("Sora2: %d done with, %d left%s", taken, left, rest))
end
