package dev.rigger.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the platform of a certain day speaks. A profile is a date; each of its values is the one of the last rule in
 * {@code protocol-rules.json} that was in force on it, so that a change of the protocol is a line of data.
 *
 * @param name as in {@code VALIDATOR_PROFILE}
 * @param on the day that it shows
 * @param signatureVersion of our requests: 2 binds method and path, and its nonce is good once
 * @param listsServers {@code GET /miner/servers/} exists
 * @param launchNamesServer {@code server_id} goes with a request for a launch token
 * @param disablesInstances {@code POST /instances/{chute}/{instance}/disable} exists
 * @param showsStartupLogs {@code GET /miner/instance_logs} exists
 * @param listsCode a chute's definition carries its source; otherwise a placeholder or nothing
 * @param announcementNamesServer {@code server_name} goes with {@code POST /nodes/}
 * @param attestedServersOnly servers that are no confidential machines are not taken
 * @param verification an instance that is not verified after it is removed
 * @param activation an instance that is not active after it is removed
 */
public record ProtocolProfile(
        String name,
        LocalDate on,
        int signatureVersion,
        boolean listsServers,
        boolean launchNamesServer,
        boolean disablesInstances,
        boolean showsStartupLogs,
        boolean listsCode,
        boolean announcementNamesServer,
        boolean attestedServersOnly,
        Duration verification,
        Duration activation) {
    public static final String DEFAULT = "P26b";

    private static final String RULES = "protocol-rules.json";

    /** Names of all profiles, the oldest first. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        rules().path("profiles")
                .forEach(profile -> names.add(profile.path("name").asText()));
        return names;
    }

    /** Empty for a name that no profile has. */
    public static Optional<ProtocolProfile> named(String name) {
        JsonNode rules = rules();
        for (JsonNode profile : rules.path("profiles")) {
            if (profile.path("name").asText().equals(name)) {
                return Optional.of(at(name, LocalDate.parse(profile.path("on").asText()), rules.path("rules")));
            }
        }
        return Optional.empty();
    }

    /** The one that holds unless an operator says otherwise. */
    public static ProtocolProfile byDefault() {
        return named(DEFAULT).orElseThrow();
    }

    private static ProtocolProfile at(String name, LocalDate on, JsonNode rules) {
        Map<String, JsonNode> inForce = new HashMap<>();
        for (JsonNode rule : rules) {
            // In the file the rules of one name stand in the order of their dates.
            if (!LocalDate.parse(rule.path("since").asText()).isAfter(on)) {
                inForce.put(rule.path("rule").asText(), rule.path("value"));
            }
        }
        Values values = new Values(inForce);
        return new ProtocolProfile(
                name,
                on,
                values.of("signatureVersion").asInt(),
                values.of("listsServers").asBoolean(),
                values.of("launchNamesServer").asBoolean(),
                values.of("disablesInstances").asBoolean(),
                values.of("showsStartupLogs").asBoolean(),
                values.of("listsCode").asBoolean(),
                values.of("announcementNamesServer").asBoolean(),
                values.of("attestedServersOnly").asBoolean(),
                Duration.parse(values.of("verification").asText()),
                Duration.parse(values.of("activation").asText()));
    }

    private record Values(Map<String, JsonNode> inForce) {
        JsonNode of(String rule) {
            JsonNode value = inForce.getOrDefault(rule, MissingNode.getInstance());
            if (value.isMissingNode()) {
                throw new IllegalStateException(RULES + " has no rule " + rule + " for that day");
            }
            return value;
        }
    }

    private static JsonNode rules() {
        try (InputStream file = ProtocolProfile.class.getResourceAsStream(RULES)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + RULES, e);
        }
    }
}
