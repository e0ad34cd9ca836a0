package dev.rigger.devnet.validator.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.hub.ModelHub;
import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.LaunchConfig;
import dev.rigger.devnet.validator.traffic.PodCalls;
import dev.rigger.devnet.validator.wire.WireJson;
import dev.rigger.devnet.validator.world.Probe.Finding;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the watchtower asks a pod, in this order: its echo, its environment, its command line, its code, its session's integrity,
 * a piece of its model. A pod that does not know a question (404) is not judged by it.
 */
final class PodChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE_FOR_A_MODEL = Duration.ofSeconds(25);
    private static final int UNKNOWN_QUESTION = 404;
    private static final int ANOTHER_LAUNCH = 421;
    private static final int LEAST_OF_A_MODEL = 100;
    private static final int MOST_OF_A_MODEL = 500;
    private static final int MODEL_BYTES = 1 << 20;
    private static final Pattern FORBIDDEN =
            Pattern.compile("(?i)(.*_proxy|ssl_cert_.*|hf_endpoint|ld_preload|(requests|curl)_ca_bundle)");

    private final PodCalls pods;
    private final String validator;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();
    private final List<Check> checks =
            List.of(this::echo, this::environment, this::commandLine, this::code, this::integrity, this::model);

    PodChecks(PodCalls pods, String validator) {
        this.pods = pods;
        this.validator = validator;
    }

    /** Who is probed, and what it should be. */
    record Subject(Instance instance, ChuteDefinition chute, LaunchConfig config) {}

    private interface Check {
        Finding of(Subject subject) throws InterruptedException;
    }

    /** Judges what a pod says. */
    private interface Judge {
        Finding of(JsonNode answer) throws GeneralSecurityException;
    }

    /** The first thing that is wrong. */
    Finding first(Subject subject) throws InterruptedException {
        Finding best = Finding.UNKNOWN;
        for (Check check : checks) {
            Finding finding = check.of(subject);
            switch (finding.kind()) {
                case SOFT, HARD -> {
                    return finding;
                }
                case WELL -> best = finding;
                case UNKNOWN -> {}
            }
        }
        return best;
    }

    void forgetAllBut(Set<String> instanceIds) {
        epochs.keySet().retainAll(instanceIds);
    }

    private Finding echo(Subject subject) throws InterruptedException {
        String word = hex(16);
        return ask(
                subject,
                "/_ping",
                Map.of("echo", word),
                PATIENCE,
                answer -> right(answer.path("echo").asText().equals(word), "its echo is another word"));
    }

    private Finding environment(Subject subject) throws InterruptedException {
        return ask(subject, "/_dump", Map.of(), PATIENCE, answer -> {
            JsonNode env = answer.path("env");
            for (var variable : env.properties()) {
                if (FORBIDDEN.matcher(variable.getKey()).matches()) {
                    return Finding.hard("its environment has " + variable.getKey());
                }
            }
            return right(
                    env.path("CHUTES_EXECUTION_CONTEXT").asText().equals("REMOTE"),
                    "its CHUTES_EXECUTION_CONTEXT is not REMOTE");
        });
    }

    private Finding commandLine(Subject subject) throws InterruptedException {
        String expected = "python chutes run " + subject.chute().refStr() + " --port 8000 --miner-ss58 "
                + subject.instance().minerHotkey() + " --validator-ss58 " + validator;
        return ask(subject, "/_slurp", Map.of("path", "/proc/1/cmdline"), PATIENCE, answer -> {
            String said = new String(contents(answer), UTF_8);
            return right(said.equals(expected), "its command line is: " + said);
        });
    }

    private Finding code(Subject subject) throws InterruptedException {
        byte[] code = subject.chute().code().getBytes(UTF_8);
        int from = code.length == 0 ? 0 : random.nextInt(code.length);
        Map<String, Object> question =
                Map.of("path", "/app/" + subject.chute().filename(), "start_byte", from, "end_byte", code.length);
        return ask(
                subject,
                "/_slurp",
                question,
                PATIENCE,
                answer -> right(
                        Arrays.equals(contents(answer), Arrays.copyOfRange(code, from, code.length)),
                        "its code is not its chute's"));
    }

    /** A signature under the session key over what nobody could know before, with an epoch that only grows. */
    private Finding integrity(Subject subject) throws InterruptedException {
        String key = subject.config().symmetricKey();
        if (key == null) {
            return Finding.UNKNOWN;
        }
        String challenge = hex(32);
        return ask(subject, "/_rint", Map.of("challenge", challenge), PATIENCE, answer -> {
            long epoch = answer.path("epoch").asLong(-1);
            Long before = epochs.put(subject.instance().instanceId(), epoch);
            if (before != null && epoch < before) {
                return Finding.hard("its epoch went back from " + before + " to " + epoch);
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
            mac.update(HexFormat.of().parseHex(challenge));
            mac.update(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(epoch)
                    .array());
            return right(
                    HexFormat.of()
                            .formatHex(mac.doFinal())
                            .equals(answer.path("signature").asText()),
                    "its session is another one");
        });
    }

    private Finding model(Subject subject) throws InterruptedException {
        int length = random.nextInt(LEAST_OF_A_MODEL, MOST_OF_A_MODEL + 1);
        int from = random.nextInt(MODEL_BYTES);
        Map<String, Object> question = Map.of("path", ModelHub.FILE, "start_byte", from, "end_byte", from + length);
        return ask(
                subject,
                "/_slurp",
                question,
                PATIENCE_FOR_A_MODEL,
                answer -> right(
                        Arrays.equals(
                                contents(answer), ModelHub.range(subject.chute().chuteId(), from, length)),
                        "its model is not its chute's"));
    }

    private static byte[] contents(JsonNode answer) {
        return Base64.getDecoder().decode(answer.path("contents").asText());
    }

    private static Finding right(boolean right, String otherwise) {
        return right ? Finding.WELL : Finding.hard(otherwise);
    }

    private Finding ask(Subject subject, String path, Map<String, Object> question, Duration patience, Judge judge)
            throws InterruptedException {
        HttpResponse<byte[]> answer;
        try {
            answer = pods.ask(subject.instance(), path, question, patience).get();
        } catch (ExecutionException e) {
            return Finding.soft(path + " is not answered: " + e.getCause());
        }
        if (answer.statusCode() == UNKNOWN_QUESTION || answer.statusCode() == ANOTHER_LAUNCH) {
            return Finding.UNKNOWN;
        }
        if (answer.statusCode() != 200) {
            return Finding.soft(path + " is answered " + answer.statusCode());
        }
        try {
            return judge.of(WireJson.MAPPER.readTree(answer.body()));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return Finding.hard(path + " is answered with what cannot be read");
        }
    }

    private String hex(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
