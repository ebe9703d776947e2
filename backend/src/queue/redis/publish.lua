-- Puts a message in where there is room. KEYS: stream, delayed. ARGV: capacity, message.
if redis.call('XLEN', KEYS[1]) + redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[1]) then
    return 0
end
redis.call('XADD', KEYS[1], '*', 'message', ARGV[2])
return 1
