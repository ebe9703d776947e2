-- Done: out of the group and out of the stream, whose length so stays the number of messages. KEYS: stream.
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
return redis.call('XDEL', KEYS[1], ARGV[2])
