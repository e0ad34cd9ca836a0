package dev.rigger.activities.validator.api;

import dev.rigger.activities.validator.wire.Ask;
import dev.rigger.activities.validator.wire.Signatures;
import dev.rigger.activities.validator.wire.ValidatorHttp;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorCalls;
import java.net.URI;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What Rigger asks of one validator, signed with the miner's hotkey. Every status that the protocol has is a value;
 * {@link ValidatorUnreachable} is what remains.
 */
public final class ValidatorClient implements AutoCloseable {
    private final ValidatorHttp http;
    private final MinerLists lists;
    private final Launches launches;
    private final GpuNodes nodes;
    private final TeeServers servers;
    private final PublicRecords records;

    public ValidatorClient(
            URI api,
            RequestSigner signer,
            ValidatorCalls calls,
            ProtocolProfile profile,
            InstantSource clock,
            RandomGenerator random) {
        this.http = new ValidatorHttp(api, new Signatures(signer, profile.signatureVersion()), calls, clock, random);
        Answers answers = new Answers(http);
        this.lists = new MinerLists(answers, profile);
        this.launches = new Launches(answers, profile);
        this.nodes = new GpuNodes(answers);
        this.servers = new TeeServers(answers);
        this.records = new PublicRecords(answers);
    }

    /** What exists, by the validator. */
    public MinerLists lists() {
        return lists;
    }

    /** Launch tokens, instances, jobs. */
    public Launches launches() {
        return launches;
    }

    /** GPUs that prove themselves. */
    public GpuNodes nodes() {
        return nodes;
    }

    /** Servers that attest themselves. */
    public TeeServers servers() {
        return servers;
    }

    /** What the validator publishes: scores, audits, exports. */
    public PublicRecords records() {
        return records;
    }

    /** {@code GET /ping}: whether it answers at all. */
    public boolean answers() {
        try {
            return http.ask(Ask.open("/ping").once()).ok();
        } catch (ValidatorUnreachable away) {
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
