package dev.rigger.devnet.validator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.devnet.validator.platform.AuditEntry;
import dev.rigger.devnet.validator.platform.EndedInstance;
import dev.rigger.devnet.validator.platform.HistoryRow;
import dev.rigger.devnet.validator.platform.Instance;
import dev.rigger.devnet.validator.platform.NamedUuid;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Neuron;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.WireJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hourly reports: miners hand theirs in, the platform writes its own when an hour is over. There is no chain behind. */
public final class Reports {
    private static final int SECONDS_A_BLOCK = 12;

    private final Platform platform;
    private final Exports exports;
    private final MinerGate gate;
    private final String validator;
    private @Nullable Instant hour;

    public Reports(Platform platform, Exports exports, MinerGate gate, String validator) {
        this.platform = platform;
        this.exports = exports;
        this.gate = gate;
        this.validator = validator;
    }

    /** A miner's report, its hash committed at that block; 400 for one that does not say whose and of when it is. */
    public AuditEntry accept(String hotkey, long block, byte[] body, JsonNode report) {
        if (!hotkey.equals(report.path("miner_hotkey").asText())) {
            throw new Refusal(400, "miner_hotkey of the report is not the hotkey that signed it");
        }
        return keep(
                hotkey,
                block,
                "audit/miner/" + hotkey + "/" + block + ".json",
                time(report, "start_time"),
                time(report, "end_time"),
                new String(body, UTF_8));
    }

    /** Writes the platform's report when an hour is over. */
    public void tick() {
        Instant current = platform.now().truncatedTo(ChronoUnit.HOURS);
        Instant last = hour;
        hour = current;
        if (last != null && last.isBefore(current)) {
            long block = platform.now().getEpochSecond() / SECONDS_A_BLOCK;
            keep(
                    validator,
                    block,
                    "audit/validator/" + validator + "/" + block + ".json",
                    last,
                    last.plus(1, ChronoUnit.HOURS),
                    new String(WireJson.bytes(report(last)), UTF_8));
        }
    }

    private AuditEntry keep(String hotkey, long block, String path, Instant start, Instant end, String content) {
        AuditEntry entry = new AuditEntry(
                NamedUuid.of(hotkey + "." + block), hotkey, block, path, platform.now(), start, end, content);
        platform.keepAudit(entry);
        return entry;
    }

    private Map<String, Object> report(Instant from) {
        Instant to = from.plus(Duration.ofHours(1));
        List<Map<String, @Nullable Object>> instances = new ArrayList<>();
        List<Map<String, @Nullable Object>> history = new ArrayList<>();
        for (Instance instance : platform.instances().all()) {
            instances.add(row(instance, null));
            history.addAll(history(instance));
        }
        for (EndedInstance ended : platform.instances().ended()) {
            if (!ended.deletedAt().isBefore(from) && ended.deletedAt().isBefore(to)) {
                instances.add(row(ended.instance(), ended));
                history.addAll(history(ended.instance()));
            }
        }
        Map<String, Object> csv = new LinkedHashMap<>();
        csv.put("invocations", hashed(from, ".csv", exports.invocations(from)));
        csv.put("reports", hashed(from, "-reports.csv", exports.reports()));
        csv.put("jobs", hashed(from, "-jobs.csv", exports.jobs(from)));
        return Map.of("instance_audit", instances, "compute_history", history, "csv_exports", csv);
    }

    private Map<String, @Nullable Object> row(Instance instance, @Nullable EndedInstance ended) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("instance_id", instance.instanceId());
        row.put("chute_id", instance.chuteId());
        row.put("version", instance.version());
        row.put("created_at", instance.createdAt());
        row.put("verified_at", instance.verifiedAt());
        row.put("activated_at", instance.activatedAt());
        row.put("deleted_at", ended == null ? null : ended.deletedAt());
        row.put("deletion_reason", ended == null ? null : ended.reason());
        row.put("valid_termination", ended == null ? null : ended.validTermination());
        row.put(
                "miner_uid",
                gate.neuron(instance.minerHotkey()).map(Neuron::uid).orElse(null));
        row.put("miner_hotkey", instance.minerHotkey());
        row.put("region", "n/a");
        row.put("billed_to", instance.billedTo());
        row.put("stop_billing_at", instance.stopBillingAt());
        row.put("compute_multiplier", instance.multiplier());
        row.put("bounty", instance.bounty());
        return row;
    }

    private List<Map<String, @Nullable Object>> history(Instance instance) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (HistoryRow stretch : platform.instances().historyOf(instance.instanceId())) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("instance_id", instance.instanceId());
            row.put("compute_multiplier", stretch.computeMultiplier());
            row.put("started_at", stretch.startedAt());
            row.put("ended_at", stretch.endedAt());
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> hashed(Instant hour, String suffix, String content) {
        OffsetDateTime time = hour.atOffset(ZoneOffset.UTC);
        String path = "invocations/" + time.getYear() + "/" + time.getMonthValue() + "/" + time.getDayOfMonth() + "/"
                + time.getHour() + suffix;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return Map.of("path", path, "sha256", HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant time(JsonNode report, String field) {
        try {
            return OffsetDateTime.parse(report.path(field).asText()).toInstant();
        } catch (DateTimeParseException e) {
            throw new Refusal(400, field + " of the report is not a time with an offset");
        }
    }
}
