package dev.rigger.devnet.validator.routes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.LaunchConfig;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.devnet.validator.wire.WireJson;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /miner/instance_logs}: how a launch goes, until it is active. The platform reads the pod's own log there; a
 * simulated pod has none, so these lines tell what the platform itself sees of it.
 */
public final class LaunchLogRoutes {
    private static final Pattern CURSOR = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private static final Duration LONGEST = Duration.ofSeconds(300);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS_A_WAITING_LINE = 10;

    private final Platform platform;

    public LaunchLogRoutes(Platform platform) {
        this.platform = platform;
    }

    public void addTo(Router router) {
        router.on("GET", "/miner/instance_logs", this::logs);
    }

    private Reply logs(Call call) {
        String cursor = call.query("cursor").orElse("");
        if (!cursor.isEmpty() && !CURSOR.matcher(cursor).matches()) {
            throw new Refusal(400, "cursor must look like 2026-04-01T17:53:05");
        }
        LaunchConfig config = platform.launches().configOf(PodRoutes.token(call, 401));
        ChuteDefinition chute = platform.standing(config.chuteId()).chute();
        if (!chute.open()) {
            throw new Refusal(403, "Logs of private chutes are their users' alone");
        }
        if (config.failedAt() != null && config.instanceId() == null) {
            throw new Refusal(422, "The launch failed: " + config.verificationError());
        }
        Instance instance = instance(config);
        if (instance != null && instance.activatedAt() != null) {
            throw new Refusal(403, "Instance is active already");
        }
        return Reply.events(out -> follow(out, config.configId(), cursor));
    }

    /** Each thing is told once; nothing that is as old as the cursor. */
    private void follow(OutputStream out, String configId, String cursor) throws IOException {
        Told told = new Told(out, cursor);
        long looks = LONGEST.dividedBy(LOOK);
        for (long look = 0; look < looks; look++) {
            LaunchConfig config = platform.launches().byId(configId);
            Instance instance = config == null ? null : instance(config);
            if (config == null || (config.instanceId() != null && instance == null)) {
                told.line(platform.now(), "Instance is gone: " + (config == null ? "" : config.verificationError()));
                return;
            }
            if (instance == null) {
                if (look % LOOKS_A_WAITING_LINE == 0) {
                    told.plain("Waiting for instance to be created...");
                }
            } else if (tell(told, instance)) {
                return;
            }
            if (!pause()) {
                return;
            }
        }
    }

    /** Whether that was the end. */
    private static boolean tell(Told told, Instance instance) throws IOException {
        told.line(instance.createdAt(), "Instance created: " + instance.instanceId());
        told.line(instance.verifiedAt(), "Instance verified: " + instance.instanceId());
        told.line(instance.activatedAt(), "Instance activated: " + instance.instanceId());
        return instance.activatedAt() != null;
    }

    private @Nullable Instance instance(LaunchConfig config) {
        String id = config.instanceId();
        return id == null ? null : platform.instances().byId(id).orElse(null);
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What has been said on one connection. */
    private static final class Told {
        private final OutputStream out;
        private final String cursor;
        private final Set<String> lines = new HashSet<>();

        Told(OutputStream out, String cursor) {
            this.out = out;
            this.cursor = cursor;
        }

        void plain(String text) throws IOException {
            out.write(("data: " + text + "\n\n").getBytes(UTF_8));
            out.flush();
        }

        void line(@Nullable Instant at, String text) throws IOException {
            if (at == null || !lines.add(text)) {
                return;
            }
            String time = TIME.format(at.atOffset(ZoneOffset.UTC));
            if (time.compareTo(cursor) > 0) {
                Map<String, Object> wire = new LinkedHashMap<>();
                wire.put("log", time + " " + text);
                wire.put("cursor", time);
                plain(new String(WireJson.bytes(wire), UTF_8));
            }
        }
    }
}
