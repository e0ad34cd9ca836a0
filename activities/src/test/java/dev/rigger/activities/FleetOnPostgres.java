package dev.rigger.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.devnet.local.LocalPostgres;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Gpu;
import dev.rigger.inventory.Gpus;
import dev.rigger.inventory.Reservations;
import dev.rigger.inventory.Server;
import dev.rigger.inventory.Servers;
import io.micronaut.context.ApplicationContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A real inventory, and before each test a new server with four GPUs and a new chute. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FleetOnPostgres {
    protected static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final LocalPostgres postgres = LocalPostgres.startTemporary();
    private final ApplicationContext context = ApplicationContext.run(postgres.asDataSource());
    private int number;
    private Instant now = START;

    protected final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    protected String validator;
    protected String server;
    protected String chute;
    protected List<String> gpuIds;

    @BeforeEach
    void aServerAndAChute() {
        number++;
        now = START;
        validator = "5Validator" + number;
        server = id("server");
        chute = id("chute");
        gpuIds = IntStream.range(0, 4).mapToObj(i -> id("gpu" + i)).toList();
        bean(Servers.class)
                .save(new Server(
                        server,
                        validator,
                        id("node"),
                        "10.0.0.1",
                        null,
                        null,
                        "Ready",
                        START,
                        Map.of(),
                        null,
                        4,
                        8,
                        64,
                        2.0,
                        false,
                        null,
                        false,
                        "READY",
                        0,
                        null));
        gpuIds.forEach(gpu ->
                bean(Gpus.class).save(new Gpu(gpu, validator, server, null, Map.of("name", "H200"), "h200", true)));
        bean(Chutes.class)
                .save(new Chute(
                        chute,
                        validator,
                        "a chute",
                        "u/i:1",
                        "code",
                        "f.py",
                        "f:chute",
                        "v1",
                        List.of("h200"),
                        1,
                        START,
                        START,
                        null,
                        null,
                        false,
                        false,
                        false,
                        true,
                        Map.of(),
                        false));
    }

    @AfterAll
    void close() {
        context.close();
        postgres.close();
    }

    protected final void setTime(Instant time) {
        now = time;
    }

    /** Reserves that GPU for a deployment of that validator's whose pod has claimed. */
    protected final void claimed(String deploymentId, String ofValidator, String version, String gpuId) {
        Deployment row = new Deployment(
                deploymentId,
                null,
                ofValidator,
                "10.0.0.1",
                30_000,
                chute,
                server,
                version,
                false,
                null,
                null,
                false,
                null,
                null,
                START,
                true,
                "CLAIMED",
                null,
                id("plan"),
                "BOUNTY",
                null);
        assertThat(bean(Reservations.class).reserve(row, List.of(gpuId))).isEqualTo(Reservations.Result.RESERVED);
    }

    protected final String id(String name) {
        return name + "-" + number;
    }

    protected final <T> T bean(Class<T> type) {
        return context.getBean(type);
    }
}
