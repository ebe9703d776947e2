-- Held for longer: idle since now. KEYS: stream. ARGV: group, entry, count, consumer.
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[4], 0, ARGV[2], 'JUSTID')
return 1
