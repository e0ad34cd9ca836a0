package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.Answers.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Reply;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the validator publishes, and where miners publish theirs. */
public final class PublicRecords {
    private static final Duration DOWNLOAD = Duration.ofMinutes(5);
    private static final int CHUNK = 64 * 1024;
    /** An hour of everybody's invocations is a fraction of it. */
    private static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

    private static final int LONGEST_REFUSAL = 64 * 1024;

    private final Answers answers;

    PublicRecords(Answers answers) {
        this.answers = answers;
    }

    /** The files of an hour. */
    public enum Export {
        INVOCATIONS(""),
        REPORTS("-reports"),
        JOBS("-jobs");

        private final String suffix;

        Export(String suffix) {
            this.suffix = suffix;
        }
    }

    /** Windows of {@link #work}. */
    public enum Window {
        PAST_HOUR("past_hour"),
        PAST_DAY("past_day"),
        ALL("all");

        private final String field;

        Window(String field) {
            this.field = field;
        }
    }

    /** {@code GET /miner/scores}: shares by hotkey. */
    public Published.Scores scores() {
        JsonNode json = answers.json(Ask.open("/miner/scores"));
        JsonNode finals = json.path("final_scores");
        if (!finals.isObject()) {
            throw Answers.unreadable("GET /miner/scores was answered without scores");
        }
        Map<String, Double> shares = new TreeMap<>();
        finals.fieldNames().forEachRemaining(hotkey -> shares.put(hotkey, Fields.positive(finals, hotkey, 0)));
        return new Published.Scores(Map.copyOf(shares));
    }

    /** {@code GET /miner/stats}: one miner's work in a window; empty when it did nothing. */
    public Optional<Published.Work> work(String hotkey, Window window) {
        JsonNode json = answers.json(Ask.open("/miner/stats?miner_hotkey=" + encoded(hotkey)));
        return json.path(window.field)
                .path("instance_stats")
                .valueStream()
                .filter(item -> hotkey.equals(Fields.id(item, "miner_hotkey")))
                .findFirst()
                .map(item -> new Published.Work(
                        hotkey,
                        Fields.count(item, "total_instances"),
                        Fields.count(item, "bounty_count"),
                        Fields.positive(item, "compute_seconds", 0),
                        Fields.positive(item, "compute_units", 0),
                        Fields.count(item, "invocation_count")));
    }

    /** {@code GET /miner/unique_chute_history/{hotkey}}. */
    public Listing<Published.UniqueChutes> uniqueChutes(String hotkey) {
        return answers.array(Ask.open("/miner/unique_chute_history/" + encoded(hotkey)), item -> {
            Instant time = Fields.time(item, "time");
            return time == null
                    ? null
                    : new Published.UniqueChutes(time, Fields.count(item, "count"), Fields.count(item, "total_count"));
        });
    }

    /** {@code GET /miner/metagraph}. */
    public Listing<Published.Neuron> metagraph() {
        return answers.array(Ask.open("/miner/metagraph"), item -> {
            String hotkey = Fields.id(item, "hotkey");
            return hotkey == null ? null : new Published.Neuron(hotkey, Fields.count(item, "node_id"));
        });
    }

    /** {@code GET /miner/thrash_cooldowns}: chutes whose bounty would bring us nothing now. */
    public Listing<String> thrashCooldowns() {
        return answers.array(Ask.get("/miner/thrash_cooldowns", Answers.MINER), item -> Fields.id(item, "chute_id"));
    }

    /** {@code GET /chutes/{id or name}}: the public view; empty when there is none. */
    public Optional<JsonNode> publicChute(String idOrName) {
        return optional(Ask.open("/chutes/" + encoded(idOrName))).map(Answers::json);
    }

    /** {@code GET /chutes/code/{id}}: the source, where it is public. */
    public Optional<String> code(String chuteId) {
        return optional(Ask.open("/chutes/code/" + encoded(chuteId))).map(Reply::body);
    }

    /** {@code GET /audit/}: the reports of the last week. */
    public Listing<Published.AuditEntry> auditEntries() {
        return answers.array(Ask.open("/audit/"), PublicRecords::auditEntry);
    }

    /** {@code GET /audit/download}: one report, as it is stored. */
    public Published.Download auditFile(String path, OutputStream to) {
        return download("/audit/download?path=" + encoded(path), to);
    }

    /** {@code GET /instances/reconciliation_csv}: which instances ended when. */
    public Published.Download reconciliation(OutputStream to) {
        return download("/instances/reconciliation_csv", to);
    }

    /** {@code GET /instances/compute_history_csv}: what each instance was worth when. */
    public Published.Download computeHistory(OutputStream to) {
        return download("/instances/compute_history_csv", to);
    }

    /** {@code GET /invocations/exports/…}: one file of the hour that this time is in. */
    public Published.Download hour(Instant time, Export export, OutputStream to) {
        ZonedDateTime hour = time.atZone(ZoneOffset.UTC);
        return download(
                "/invocations/exports/" + hour.getYear() + "/" + hour.getMonthValue() + "/" + hour.getDayOfMonth() + "/"
                        + hour.getHour() + export.suffix + ".csv",
                to);
    }

    /** {@code GET /invocations/exports/recent}: a miner's last calls. */
    public Published.Download recentInvocations(String hotkey, int limit, OutputStream to) {
        return download("/invocations/exports/recent?hotkey=" + encoded(hotkey) + "&limit=" + limit, to);
    }

    /** {@code POST /audit/miner_data}: the hour's report. @param block in which its hash was committed */
    public Published.Upload uploadAudit(byte[] report, long block) {
        Reply reply = answers.reply(Ask.post("/audit/miner_data", report).with("X-Chutes-Block", Long.toString(block)));
        return reply.ok()
                ? new Published.Upload.Accepted()
                : new Published.Upload.Refused(reply.status(), Answers.why(reply));
    }

    /** {@code GET /instances/token_check}: a token of the address that we call from. */
    public String tokenCheck(String salt) {
        String token = Fields.id(answers.json(Ask.open("/instances/token_check?salt=" + encoded(salt))), "token");
        if (token == null) {
            throw Answers.unreadable("GET /instances/token_check was answered without a token");
        }
        return token;
    }

    private Optional<Reply> optional(Ask ask) {
        Reply reply = answers.reply(ask);
        return reply.status() == 404 ? Optional.empty() : Optional.of(Answers.expectOk(ask, reply));
    }

    /** Not repeated: what was written is written. */
    private Published.Download download(String path, OutputStream to) {
        return answers.http().stream(Ask.open(path).once(), DOWNLOAD, (status, body) -> {
            if (status == 404) {
                return new Published.Download.NotThere();
            }
            if (status != 200) {
                String words = new String(body.readNBytes(LONGEST_REFUSAL), java.nio.charset.StandardCharsets.UTF_8);
                return new Published.Download.Refused(status, Answers.why(new Reply(status, words)));
            }
            return new Published.Download.Saved(copy(body, to));
        });
    }

    private static long copy(InputStream from, OutputStream to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            bytes += read;
            if (bytes > MOST_BYTES) {
                throw new ValidatorUnreachable(
                        Trouble.ANSWER_TOO_LONG, "A download is longer than " + MOST_BYTES + " bytes, and was ended");
            }
            to.write(chunk, 0, read);
        }
        return bytes;
    }

    private static Published.@Nullable AuditEntry auditEntry(JsonNode item) {
        String entryId = Fields.id(item, "entry_id");
        String path = Fields.id(item, "path");
        return entryId == null || path == null
                ? null
                : new Published.AuditEntry(
                        entryId,
                        Fields.id(item, "hotkey"),
                        Fields.whole(item, "block", 0, 0, Long.MAX_VALUE),
                        path,
                        Fields.time(item, "start_time"));
    }
}
