-- To be tried again. KEYS: stream, delayed. ARGV: group, entry, count, message, delay in milliseconds.
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if redis.call('XDEL', KEYS[1], ARGV[2]) == 0 then
    return 0
end
if tonumber(ARGV[5]) == 0 then
    redis.call('XADD', KEYS[1], '*', 'message', ARGV[4])
else
    local time = redis.call('TIME')
    local due = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[5]
    -- With the entry in front, for two messages may be the same.
    redis.call('ZADD', KEYS[2], due, ARGV[2] .. ' ' .. ARGV[4])
end
return 1
