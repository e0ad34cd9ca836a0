package dev.rigger.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Rows as tests need them. */
final class Sample {
    static final String VALIDATOR = "5Validator";
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

    private Sample() {}

    static Server server(String id) {
        return new Server(
                id,
                VALIDATOR,
                "name-of-" + id,
                "10.0.0.1",
                null,
                30_000,
                "Ready",
                NOW,
                Map.of("chutes/external-ip", "10.0.0.1"),
                42L,
                8,
                12,
                96,
                2.5,
                false,
                null,
                false,
                "READY",
                0,
                null);
    }

    static Gpu gpu(String id, String serverId) {
        return new Gpu(
                id, VALIDATOR, serverId, null, Map.of("name", "H200", "memory", 150_754_820_096L), "h200", false);
    }

    static Chute chute(String id) {
        return new Chute(
                id,
                VALIDATOR,
                "a chute",
                "user/image:1",
                "print('\"quoted\"')",
                "app.py",
                "app:chute",
                "v1",
                List.of("h200", "a \"strange\", one", "{}"),
                2,
                NOW,
                NOW,
                null,
                "0.3.1",
                true,
                false,
                false,
                true,
                Map.of(),
                false);
    }

    static Deployment deployment(String id, String chuteId, String serverId) {
        return new Deployment(
                id,
                null,
                VALIDATOR,
                null,
                null,
                chuteId,
                serverId,
                "v1",
                false,
                null,
                null,
                true,
                null,
                null,
                NOW,
                true,
                "RESERVED",
                null,
                "plan-1",
                "BOUNTY",
                "bounty/" + VALIDATOR + "/" + chuteId);
    }
}
