-- Given up. KEYS: stream, delayed, dead. ARGV: group, entry, count, message, error, how many are kept.
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
if redis.call('XDEL', KEYS[1], ARGV[2]) == 0 then
    return 0
end
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[6], '*', 'message', ARGV[4], 'error', ARGV[5])
return 1
