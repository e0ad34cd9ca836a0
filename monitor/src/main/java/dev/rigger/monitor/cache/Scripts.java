package dev.rigger.monitor.cache;

/** What happens to several keys at once: readers see all of it or nothing. */
final class Scripts {
    private Scripts() {}

    /**
     * Everything anew. Keys: health, tombstones, one hash a type. Arguments: {@code new} or {@code set}, cluster, time, then
     * triples of a key's number, field and object. Answers 0 when {@code new} finds the cluster or {@code set} does not.
     */
    static final String REPLACE = """
            local there = redis.call('EXISTS', KEYS[1])
            if (ARGV[1] == 'new') == (there == 1) then return 0 end
            for i = 2, #KEYS do redis.call('DEL', KEYS[i]) end
            redis.call('HSET', KEYS[1], 'cluster_name', ARGV[2], 'state', 'starting', 'last_heartbeat', ARGV[3],
                'error_message', '', 'heartbeat_failures', '0')
            for i = 4, #ARGV, 3 do redis.call('HSET', KEYS[tonumber(ARGV[i])], ARGV[i + 1], ARGV[i + 2]) end
            return 1
            """;

    /**
     * One change. Keys: health, tombstones, the type's hash. Arguments: field, type of the change, uid, resource version,
     * object, time and age of the oldest tombstone in seconds. Answers -1 without the cluster, 0 when what is known is as
     * new: a uid that was deleted never comes back, and resource versions of one cluster only grow.
     */
    static final String APPLY = """
            if redis.call('EXISTS', KEYS[1]) == 0 then return -1 end
            local field, uid, version = ARGV[1], ARGV[3], ARGV[4]
            local stored = redis.call('HGET', KEYS[3], field)
            local known = {}
            if stored then known = cjson.decode(stored).metadata end
            if ARGV[2] == 'DELETED' then
                if uid ~= '' then
                    redis.call('ZADD', KEYS[2], ARGV[6], uid)
                    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[7])
                end
                if not stored or (uid ~= '' and known.uid and known.uid ~= uid) then return 0 end
                redis.call('HDEL', KEYS[3], field)
                return 1
            end
            if uid ~= '' and redis.call('ZSCORE', KEYS[2], uid) then return 0 end
            if stored == ARGV[5] then return 0 end
            local before = known.resourceVersion
            if before and version ~= '' and (#version < #before or (#version == #before and version < before)) then
                return 0
            end
            redis.call('HSET', KEYS[3], field, ARGV[5])
            return 1
            """;

    /** Keys: health. Arguments: state, time. Answers the state before, or nothing. */
    static final String BEAT = """
            local state = redis.call('HGET', KEYS[1], 'state')
            if state and state ~= 'unhealthy' and state ~= 'error' then
                redis.call('HSET', KEYS[1], 'state', ARGV[1], 'last_heartbeat', ARGV[2], 'error_message', '',
                    'heartbeat_failures', '0')
            end
            return state
            """;

    /** Keys: health. Arguments: the heartbeat that was seen, state, error. A heartbeat since then makes it nothing. */
    static final String WORSEN = """
            if redis.call('HGET', KEYS[1], 'last_heartbeat') ~= ARGV[1] then return 0 end
            redis.call('HSET', KEYS[1], 'state', ARGV[2], 'error_message', ARGV[3])
            redis.call('HINCRBY', KEYS[1], 'heartbeat_failures', 1)
            return 1
            """;
}
