package dev.rigger.activities.validator.api;

import static dev.rigger.activities.validator.api.Answers.encoded;

import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.Completeness;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Reply;
import dev.rigger.settings.ProtocolProfile;
import java.util.Optional;

/** The validator's lists. Each says how completely it came; an incomplete one is no proof of absence. */
public final class MinerLists {
    private final Answers answers;
    private final ProtocolProfile profile;

    MinerLists(Answers answers, ProtocolProfile profile) {
        this.answers = answers;
        this.profile = profile;
    }

    /** {@code GET /miner/chutes/}. */
    public Listing<Listed.Chute> chutes() {
        return answers.lines("/miner/chutes/", ListedReader::chute);
    }

    /** {@code GET /miner/images/}. */
    public Listing<Listed.Image> images() {
        return answers.lines("/miner/images/", ListedReader::image);
    }

    /** {@code GET /miner/nodes/}: our GPUs. */
    public Listing<Listed.Node> nodes() {
        return answers.lines("/miner/nodes/", ListedReader::node);
    }

    /** {@code GET /miner/instances/}: ours; asks the validator to say so when there are none. */
    public Listing<Listed.Instance> instances() {
        return answers.lines("/miner/instances/?explicit_null=True", ListedReader::instance);
    }

    /** {@code GET /miner/jobs/}: those that no instance runs yet. */
    public Listing<Listed.Job> jobs() {
        return answers.lines("/miner/jobs/", ListedReader::job);
    }

    /** {@code GET /miner/metrics/}. */
    public Listing<Listed.Metrics> metrics() {
        return answers.lines("/miner/metrics/", ListedReader::metrics);
    }

    /** {@code GET /miner/servers/}, where the profile has it. */
    public Listing<Listed.Server> servers() {
        return profile.listsServers()
                ? answers.array(Ask.get("/miner/servers/", Answers.MINER), "servers", ListedReader::server)
                : Listing.without(Completeness.NOT_OFFERED, "profile " + profile.name() + " has no list of servers");
    }

    /** {@code GET /miner/inventory}: our GPUs that run something. */
    public Listing<Listed.InventoryItem> inventory() {
        return answers.array(Ask.get("/miner/inventory", Answers.MINER), ListedReader::inventoryItem);
    }

    /** {@code GET /miner/active_instances/}: everybody's. */
    public Listing<Listed.ActiveInstance> activeInstances() {
        return answers.array(Ask.get("/miner/active_instances/", Answers.MINER), ListedReader::activeInstance);
    }

    /** {@code GET /chutes/utilization}. */
    public Listing<Listed.Utilisation> utilisation() {
        return answers.array(Ask.open("/chutes/utilization"), ListedReader::utilisation);
    }

    /** {@code GET /chutes/rolling_updates}. */
    public Listing<Listed.RollingUpdate> rollingUpdates() {
        return answers.array(Ask.open("/chutes/rolling_updates"), ListedReader::rollingUpdate);
    }

    /** {@code GET /bounties/}. */
    public Listing<Listed.Bounty> bounties() {
        return answers.array(Ask.open("/bounties/"), ListedReader::bounty);
    }

    /**
     * {@code GET /miner/chutes/{id}/{version}}; empty when that chute or version is gone. What is answered is what was
     * asked for, or it counts as no answer.
     */
    public Optional<Listed.Chute> chute(String chuteId, String version) {
        Ask ask = Ask.get("/miner/chutes/" + encoded(chuteId) + "/" + encoded(version), Answers.MINER);
        Reply reply = answers.reply(ask);
        if (reply.status() == 404) {
            return Optional.empty();
        }
        Listed.Chute chute = ListedReader.chute(Answers.json(Answers.expectOk(ask, reply)));
        if (chute == null
                || !chute.chuteId().equals(chuteId)
                || !chute.version().equals(version)) {
            throw Answers.unreadable(
                    "GET /miner/chutes/{id}/{version} was answered with something else than that chute");
        }
        return Optional.of(chute);
    }
}
