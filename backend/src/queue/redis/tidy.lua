-- Takes consumers off the list that hold nothing and were not seen for long. KEYS: stream. ARGV: group, how long in milliseconds.
local gone = 0
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    local about = {}
    for at = 1, #consumer, 2 do
        about[consumer[at]] = consumer[at + 1]
    end
    if about.pending == 0 and about.idle > tonumber(ARGV[2]) then
        redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], about.name)
        gone = gone + 1
    end
end
return gone
