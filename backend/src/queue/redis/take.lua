-- Moves what is due again into the stream, and hands out a message that its worker lost. KEYS: stream, delayed. ARGV: group, consumer,
-- visibility in milliseconds. Gives {entry, message, count}, or the milliseconds until something is due, or -1 where nothing will be.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

for _, member in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)) do
    redis.call('ZREM', KEYS[2], member)
    redis.call('XADD', KEYS[1], '*', 'message', string.sub(member, string.find(member, ' ', 1, true) + 1))
end

local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], 'IDLE', ARGV[3], '-', '+', 1)
if pending.err then
    -- There is no group: nobody was here before, or Redis came back empty. It begins with what is in the stream already.
    redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
elseif #pending > 0 then
    local entry = pending[1][1]
    local claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], entry)
    if claimed[1] and claimed[1][2] then
        return {entry, claimed[1][2][2], pending[1][4] + 1}
    end
    -- It was deleted by hand.
    redis.call('XACK', KEYS[1], ARGV[1], entry)
end

local first = redis.call('ZRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if first[2] then
    return math.max(0, tonumber(first[2]) - now)
end
return -1
