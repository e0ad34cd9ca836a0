package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.audit.Exports;
import dev.rigger.devnet.validator.audit.Reports;
import dev.rigger.devnet.validator.platform.AuditEntry;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /audit/...} and {@code /invocations/exports/...}: what auditors hand in and read. */
public final class AuditRoutes {
    private static final Pattern FILE = Pattern.compile("(\\d{1,2})(-reports|-jobs)?\\.csv");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 12, 14);
    private static final int MOST_RECENT = 10_000;

    private final Platform platform;
    private final MinerGate gate;
    private final Reports reports;
    private final Exports exports;

    public AuditRoutes(Platform platform, MinerGate gate, Reports reports, Exports exports) {
        this.platform = platform;
        this.gate = gate;
        this.reports = reports;
        this.exports = exports;
    }

    public void addTo(Router router) {
        router.on("POST", "/audit/miner_data", this::accept)
                .on(
                        "GET",
                        "/audit/",
                        call -> Reply.json(platform.audits().stream()
                                .map(AuditRoutes::listed)
                                .toList()))
                .on("GET", "/audit/download", this::download)
                .on("GET", "/invocations/exports/recent", this::recent)
                .on("GET", "/invocations/exports/{year}/{month}/{day}/{file}", this::export);
    }

    private Reply accept(Call call) {
        String hotkey = gate.forBody(call);
        String block = call.header("x-chutes-block").orElse("");
        if (!block.matches("\\d{1,12}")) {
            throw new Refusal(400, "X-Chutes-Block must be the number of the block with the report's hash");
        }
        return Reply.json(listed(reports.accept(hotkey, Long.parseLong(block), call.body(), call.json())));
    }

    private Reply download(Call call) {
        String path = call.query("path").orElseThrow(() -> new Refusal(422, "path is required"));
        if (path.startsWith("invocations/")) {
            String[] parts = path.split("/", -1);
            if (parts.length != 5) {
                throw new Refusal(404, "No audit file " + path);
            }
            return export(parts[1], parts[2], parts[3], parts[4]);
        }
        AuditEntry entry = platform.audits().stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "No audit file " + path));
        return new Reply(200, "application/json", entry.content().getBytes(StandardCharsets.UTF_8), Reply.Shape.SINGLE);
    }

    private Reply recent(Call call) {
        String limit = call.query("limit").orElse("100");
        if (!limit.matches("\\d{1,5}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST_RECENT) {
            throw new Refusal(422, "limit must be between 1 and " + MOST_RECENT);
        }
        return Reply.csv(exports.recent(call.query("hotkey").orElse(""), Integer.parseInt(limit)));
    }

    private Reply export(Call call) {
        return export(call.variable("year"), call.variable("month"), call.variable("day"), call.variable("file"));
    }

    private Reply export(String year, String month, String day, String file) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()
                || !NUMBER.matcher(year).matches()
                || !NUMBER.matcher(month).matches()
                || !NUMBER.matcher(day).matches()) {
            throw new Refusal(400, "An export is called {yyyy}/{m}/{d}/{h}.csv, {h}-reports.csv or {h}-jobs.csv");
        }
        Instant hour = hour(year, month, day, name.group(1));
        if (!exports.has(hour)) {
            throw new Refusal(404, "No export of that hour");
        }
        String kind = name.group(2);
        if (kind == null) {
            return Reply.csv(exports.invocations(hour));
        }
        return Reply.csv(kind.equals("-jobs") ? exports.jobs(hour) : exports.reports());
    }

    private static Instant hour(String year, String month, String day, String hour) {
        try {
            LocalDate date = LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
            if (date.isBefore(FIRST_DAY)) {
                throw new Refusal(404, "There are no exports before " + FIRST_DAY);
            }
            return LocalDateTime.of(date, LocalTime.of(Integer.parseInt(hour), 0))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new Refusal(404, "There is no such hour");
        }
    }

    private static Map<String, Object> listed(AuditEntry entry) {
        Map<String, Object> wire = new LinkedHashMap<>();
        wire.put("entry_id", entry.entryId());
        wire.put("hotkey", entry.hotkey());
        wire.put("block", entry.block());
        wire.put("path", entry.path());
        wire.put("created_at", entry.createdAt());
        wire.put("start_time", entry.startTime());
        wire.put("end_time", entry.endTime());
        return wire;
    }
}
