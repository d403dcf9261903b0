namespace Shop.Catalog.Cart;

/// <summary>
/// What Redis runs as one step, so that no two changes of a cart mix. A cart is a hash: a field for each line (l:) and each saved one (s:), worth
/// "quantity:price:added at"; beside them marks of what has been done to it and must not be done twice: merges (m:), orders taken out (o:).
/// Each script touches one key, as a cluster wants it.
/// </summary>
static class CartScripts
{
    public const int IsFull = -1, IsMerged = -2;

    /// <summary>ARGV: add or set, product, quantity, most pieces, price, now, lifetime in seconds (0 for ever), most lines. Returns quantity and whether it is less than wanted.</summary>
    public const string Change =
        """
        if redis.call('HEXISTS', KEYS[1], 'merged') == 1 then return {-2, 0} end
        local field = 'l:' .. ARGV[2]
        local was, at = 0, ARGV[6]
        local old = redis.call('HGET', KEYS[1], field)
        if old then
            local quantity, _, since = string.match(old, '^(%d+):([^:]+):(%d+)$')
            was, at = tonumber(quantity), since
        else
            local lines = 0
            for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
                if string.sub(name, 1, 2) == 'l:' then lines = lines + 1 end
            end
            if lines >= tonumber(ARGV[8]) then return {-1, 0} end
        end
        local wanted = tonumber(ARGV[3])
        if ARGV[1] == 'add' then wanted = wanted + was end
        local now = math.min(wanted, tonumber(ARGV[4]))
        redis.call('HSET', KEYS[1], field, string.format('%d', now) .. ':' .. ARGV[5] .. ':' .. at)
        redis.call('HDEL', KEYS[1], 's:' .. ARGV[2])
        if ARGV[7] == '0' then redis.call('PERSIST', KEYS[1]) else redis.call('EXPIRE', KEYS[1], ARGV[7]) end
        return {now, wanted > now and 1 or 0}
        """;

    /// <summary>ARGV: product, most saved ones. 1 where the line was there.</summary>
    public const string Save =
        """
        local line = redis.call('HGET', KEYS[1], 'l:' .. ARGV[1])
        if not line then return redis.call('HEXISTS', KEYS[1], 's:' .. ARGV[1]) end
        local saved = 0
        for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
            if string.sub(name, 1, 2) == 's:' then saved = saved + 1 end
        end
        if saved >= tonumber(ARGV[2]) then return -1 end
        redis.call('HSET', KEYS[1], 's:' .. ARGV[1], line)
        redis.call('HDEL', KEYS[1], 'l:' .. ARGV[1])
        return 1
        """;

    /// <summary>ARGV: pairs of a field and a price. What is no longer there stays away.</summary>
    public const string AcceptPrices =
        """
        for i = 1, #ARGV, 2 do
            local entry = redis.call('HGET', KEYS[1], ARGV[i])
            if entry then
                local quantity, at = string.match(entry, '^(%d+):[^:]+:(%d+)$')
                redis.call('HSET', KEYS[1], ARGV[i], quantity .. ':' .. ARGV[i + 1] .. ':' .. at)
            end
        end
        return 1
        """;

    /// <summary>First of a merge: closes the stranger's cart for the merge and the user in ARGV, unless one has closed it already, and returns all of it.</summary>
    public const string Close =
        """
        if redis.call('EXISTS', KEYS[1]) == 0 then return {} end
        redis.call('HSETNX', KEYS[1], 'merged', ARGV[1] .. ':' .. ARGV[2])
        return redis.call('HGETALL', KEYS[1])
        """;

    /// <summary>
    /// Second of a merge, into the person's cart. ARGV: the merge, now in seconds, how long marks are kept, most lines, then field, quantity, price, added at and most pieces of each entry.
    /// Quantities are added; lines that find no room are saved for later. 0 where the same merge was here before.
    /// </summary>
    public const string Merge =
        """
        if redis.call('HSETNX', KEYS[1], 'm:' .. ARGV[1], ARGV[2]) == 0 then return 0 end
        local fields, lines = redis.call('HGETALL', KEYS[1]), 0
        for i = 1, #fields, 2 do
            local kind = string.sub(fields[i], 1, 2)
            if kind == 'l:' then lines = lines + 1
            elseif kind == 'm:' and tonumber(fields[i + 1]) + tonumber(ARGV[3]) < tonumber(ARGV[2]) then redis.call('HDEL', KEYS[1], fields[i]) end
        end
        for i = 5, #ARGV, 5 do
            local field, quantity, most = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 4])
            local product = string.sub(field, 3)
            local rest = ':' .. ARGV[i + 2] .. ':' .. ARGV[i + 3]
            if string.sub(field, 1, 2) == 's:' then
                if redis.call('HEXISTS', KEYS[1], 'l:' .. product) == 0 then redis.call('HSETNX', KEYS[1], field, ARGV[i + 1] .. rest) end
            else
                local old = redis.call('HGET', KEYS[1], field)
                local was = old and tonumber(string.match(old, '^(%d+):')) or 0
                if not old and lines >= tonumber(ARGV[4]) then
                    redis.call('HSETNX', KEYS[1], 's:' .. product, ARGV[i + 1] .. rest)
                else
                    if not old then lines = lines + 1 end
                    redis.call('HSET', KEYS[1], field, string.format('%d', math.max(was, math.min(was + quantity, most))) .. rest)
                    redis.call('HDEL', KEYS[1], 's:' .. product)
                end
            end
        end
        redis.call('PERSIST', KEYS[1])
        return 1
        """;

    /// <summary>ARGV: order, now in seconds, how long marks are kept, then pairs of product and quantity. 0 where the order has been taken out before.</summary>
    public const string TakeOut =
        """
        local mark = 'o:' .. ARGV[1]
        if redis.call('HSETNX', KEYS[1], mark, ARGV[2]) == 0 then return 0 end
        for i = 4, #ARGV, 2 do
            local field = 'l:' .. ARGV[i]
            local line = redis.call('HGET', KEYS[1], field)
            if line then
                local quantity, rest = string.match(line, '^(%d+)(:.*)$')
                local left = tonumber(quantity) - tonumber(ARGV[i + 1])
                if left > 0 then redis.call('HSET', KEYS[1], field, string.format('%d', left) .. rest)
                else redis.call('HDEL', KEYS[1], field) end
            end
        end
        local fields, entries = redis.call('HGETALL', KEYS[1]), 0
        for i = 1, #fields, 2 do
            local kind = string.sub(fields[i], 1, 2)
            if kind == 'l:' or kind == 's:' then entries = entries + 1
            elseif kind == 'o:' and tonumber(fields[i + 1]) + tonumber(ARGV[3]) < tonumber(ARGV[2]) then redis.call('HDEL', KEYS[1], fields[i]) end
        end
        if entries == 0 then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
        return 1
        """;
}
