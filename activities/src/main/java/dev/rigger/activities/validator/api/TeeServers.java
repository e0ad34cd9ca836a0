package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.Answers.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Servers that attest themselves: registered, renamed, upgraded, withdrawn. */
public final class TeeServers {
    private static final String TEE = "tee";

    private final Answers answers;

    TeeServers(Answers answers) {
        this.answers = answers;
    }

    /** A registered server. */
    public record Details(
            @Nullable String name,
            @Nullable String version,
            @Nullable String maintenanceWindow,
            @Nullable String targetVersion) {}

    /** {@code POST /servers/}; the body is signed as it is sent. The validator calls the server back meanwhile. */
    public ServerAnswer register(byte[] body) {
        Reply reply = answers.reply(Ask.post("/servers/", body));
        return switch (reply.status()) {
            case 200, 201 -> new ServerAnswer.Registered();
            case 403 -> new ServerAnswer.Forbidden(Answers.why(reply));
            case 409 -> new ServerAnswer.AlreadyKnown(Answers.why(reply));
            default -> new ServerAnswer.Refused(reply.status(), Answers.why(reply));
        };
    }

    /** {@code DELETE /servers/{id}}: its GPUs go with it. */
    public Removal delete(String nameOrId) {
        return answers.removal(Ask.delete(server(nameOrId), TEE));
    }

    /** {@code PATCH /servers/{id}}: answers false when the validator does not know it. */
    public boolean rename(String serverId, String name) {
        Ask ask = Ask.change("PATCH", server(serverId) + "?server_name=" + encoded(name), TEE);
        Reply reply = answers.reply(ask);
        if (reply.status() == 404) {
            return false;
        }
        Answers.expectOk(ask, reply);
        return true;
    }

    /** {@code GET /servers/{id}}; empty when the validator does not know it. */
    public Optional<Details> details(String serverId) {
        return object(Ask.get(server(serverId), TEE))
                .map(json -> new Details(
                        Fields.text(json, "name"),
                        Fields.text(json, "version"),
                        Fields.text(json, "maintenance_pending_window_id"),
                        Fields.text(json, "target_version")));
    }

    /** {@code GET /servers/maintenance/policy}. */
    public Maintenance.Policy maintenancePolicy() {
        JsonNode json = answers.json(Ask.get("/servers/maintenance/policy", TEE));
        List<Maintenance.ServerState> servers = json.path("servers")
                .valueStream()
                .map(server -> new Maintenance.ServerState(
                        Fields.textOr(server, "server_id", ""),
                        Fields.text(server, "version"),
                        Fields.flag(server, "needs_upgrade", false),
                        Fields.flag(server, "in_maintenance", false)))
                .toList();
        return new Maintenance.Policy(
                window(json.path("active_window")),
                Fields.flag(json, "window_open", false),
                Fields.count(json, "current_slots"),
                servers);
    }

    /** {@code GET /servers/{id}/maintenance/preflight}; empty when the validator does not know it. */
    public Optional<Maintenance.Preflight> maintenancePreflight(String nameOrId) {
        return object(Ask.get(server(nameOrId) + "/maintenance/preflight", TEE))
                .map(json -> new Maintenance.Preflight(
                        Fields.flag(json, "eligible", false),
                        json.path("denial_reasons")
                                .valueStream()
                                .map(reason -> Fields.textOr(reason, "reason", "no reason given"))
                                .toList(),
                        json.path("blocking_chute_ids")
                                .valueStream()
                                .map(blocking -> new Maintenance.Blocking(
                                        Fields.textOr(blocking, "chute_id", ""),
                                        Fields.textOr(blocking, "instance_id", "")))
                                .toList(),
                        Fields.count(json, "current_slots"),
                        Fields.count(json, "limit")));
    }

    /** {@code GET /servers/{id}/maintenance}; empty when the validator does not know it. */
    public Optional<Maintenance.Status> maintenanceStatus(String nameOrId) {
        return object(Ask.get(server(nameOrId) + "/maintenance", TEE))
                .map(json -> switch (Fields.textOr(json, "maintenance_status", "")
                        .toLowerCase(Locale.ROOT)) {
                    case "none" -> Maintenance.Status.NONE;
                    case "pending" -> Maintenance.Status.PENDING;
                    case "maintenance" -> Maintenance.Status.MAINTENANCE;
                    default -> throw Answers.unreadable("GET /servers/{id}/maintenance was answered without a status");
                });
    }

    /** {@code PUT /servers/{id}/maintenance}. */
    public Maintenance.Begun beginMaintenance(String nameOrId) {
        Reply reply = answers.reply(Ask.change("PUT", server(nameOrId) + "/maintenance", TEE));
        return reply.ok()
                ? new Maintenance.Begun.Now(Fields.ids(Answers.json(reply).path("purged_instance_ids")))
                : new Maintenance.Begun.NotNow(reply.status(), Answers.why(reply));
    }

    /** {@code GET /servers/tee/measurements}: the machine images that are accepted, as the validator writes them. */
    public JsonNode measurements() {
        return answers.json(Ask.open("/servers/tee/measurements"));
    }

    private Optional<JsonNode> object(Ask ask) {
        Reply reply = answers.reply(ask);
        if (reply.status() == 404) {
            return Optional.empty();
        }
        JsonNode json = Answers.json(Answers.expectOk(ask, reply));
        if (!json.isObject()) {
            throw Answers.unreadable(ask + " was answered without an object");
        }
        return Optional.of(json);
    }

    private static Maintenance.@Nullable Window window(JsonNode json) {
        String id = Fields.id(json, "id");
        return id == null
                ? null
                : new Maintenance.Window(
                        id,
                        Fields.text(json, "target_measurement_version"),
                        Fields.time(json, "upgrade_window_start"),
                        Fields.time(json, "upgrade_window_end"),
                        Fields.count(json, "max_concurrent_per_miner"));
    }

    private static String server(String nameOrId) {
        return "/servers/" + encoded(nameOrId);
    }
}
