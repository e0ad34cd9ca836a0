package dev.rigger.settings;

import java.util.List;

/**
 * Everything a GPU host's worker was told. No seed and no encryption key: a GPU host runs other people's code and is
 * trusted with neither.
 *
 * @param minerSs58 {@code MINER_SS58}: proofs are bound to it
 * @param validators {@code VALIDATORS}: whose signed questions the verification port answers
 */
public record GravalWorkerSettings(
        String minerSs58, List<ValidatorEndpoint> validators, TemporalSettings temporal, GpuHostSettings host) {
    public GravalWorkerSettings {
        validators = List.copyOf(validators);
    }
}
