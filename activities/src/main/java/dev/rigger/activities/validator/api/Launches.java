package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.Answers.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.Reply;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.Secret;
import java.time.Duration;
import java.util.function.Consumer;

/** Launch tokens, and the end of instances and jobs. */
public final class Launches {
    private static final String INSTANCES = "instances";
    /** The validator ends such a stream after five minutes. */
    private static final Duration LOGS_FOR = Duration.ofSeconds(330);

    private final Answers answers;
    private final ProtocolProfile profile;

    Launches(Answers answers, ProtocolProfile profile) {
        this.answers = answers;
        this.profile = profile;
    }

    /**
     * {@code GET /instances/launch_config}: every grant is a new one, so it is asked for once.
     *
     * @param patience the longest wait for the rate limit
     */
    public LaunchGrant launchConfig(LaunchWish wish, Duration patience) {
        Ask ask = Ask.get("/instances/launch_config?" + query(wish), "launch").once();
        Reply reply = answers.reply(ask, patience);
        String why = reply.ok() ? "" : Answers.why(reply);
        return switch (reply.status()) {
            case 200 -> granted(reply);
            case 401 -> new LaunchGrant.Unauthorised(why);
            case 403 -> new LaunchGrant.Forbidden(why);
            case 404 -> new LaunchGrant.Gone(why);
            case 409 -> new LaunchGrant.Taken(why);
            case 423 -> new LaunchGrant.CapacityLocked(why);
            case 429 -> throw new ValidatorUnreachable(Trouble.TOLD_TO_WAIT, ask + " was answered 429: " + why);
            default -> new LaunchGrant.Unfit(reply.status(), why);
        };
    }

    /** {@code DELETE /instances/{chute}/{instance}}. */
    public Removal deleteInstance(String chuteId, String instanceId) {
        return answers.removal(Ask.delete(instance(chuteId, instanceId), INSTANCES));
    }

    /**
     * {@code POST /instances/{chute}/{instance}/disable}: it gets no more requests, and stays. Answers whether it was done;
     * a validator whose profile does not have it is not asked.
     */
    public boolean disableInstance(String chuteId, String instanceId) {
        if (!profile.disablesInstances()) {
            return false;
        }
        Ask ask = Ask.change("POST", instance(chuteId, instanceId) + "/disable", INSTANCES);
        Reply reply = answers.reply(ask);
        if (reply.status() == 404) {
            return false;
        }
        Answers.expectOk(ask, reply);
        return true;
    }

    /** {@code DELETE /miner/jobs/{job}}: gives an unfinished job of ours back. */
    public Removal releaseJob(String jobId) {
        return answers.removal(Ask.delete("/miner/jobs/" + encoded(jobId), Answers.MINER));
    }

    /**
     * {@code GET /miner/instance_logs}: what a public instance says while it starts.
     *
     * @param cursor where an earlier stream paused, empty for the beginning
     * @param lines told of every line as it comes
     */
    public LogsEnd startupLogs(Secret token, String cursor, Consumer<String> lines) {
        if (!profile.showsStartupLogs()) {
            return new LogsEnd.NotOffered();
        }
        String query = cursor.isEmpty() ? "" : "?cursor=" + encoded(cursor);
        Ask ask = Ask.open("/miner/instance_logs" + query)
                .with("Authorization", token.reveal())
                .once();
        return answers.http().stream(ask, LOGS_FOR, new LogLines(cursor, lines));
    }

    private String query(LaunchWish wish) {
        StringBuilder query = new StringBuilder("chute_id=").append(encoded(wish.chuteId()));
        if (wish.jobId() != null) {
            query.append("&job_id=").append(encoded(wish.jobId()));
        }
        if (wish.serverId() != null && profile.launchNamesServer()) {
            query.append("&server_id=").append(encoded(wish.serverId()));
        }
        return query.toString();
    }

    private static LaunchGrant granted(Reply reply) {
        JsonNode json = Answers.json(reply);
        String token = Fields.text(json, "token");
        String configId = Fields.id(json, "config_id");
        if (token == null || configId == null) {
            throw Answers.unreadable("GET /instances/launch_config was answered without a token");
        }
        return new LaunchGrant.Granted(new Secret(token), configId);
    }

    private static String instance(String chuteId, String instanceId) {
        return "/instances/" + encoded(chuteId) + "/" + encoded(instanceId);
    }
}
