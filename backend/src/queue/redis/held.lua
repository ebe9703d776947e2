-- Goes on only where an entry is held under its receipt. ARGV: group, entry, count. Every script that settles one begins with this.
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1)
if pending.err or #pending == 0 or pending[1][4] ~= tonumber(ARGV[3]) then
    return 0
end
