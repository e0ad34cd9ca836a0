package dev.rigger.settings;

import org.jspecify.annotations.Nullable;

/** Everything a control-plane process was told. */
public record Settings(
        MinerSettings miner,
        ValidatorSettings validators,
        DatabaseSettings database,
        RedisSettings redis,
        TemporalSettings temporal,
        KubernetesSettings kubernetes,
        ServiceAccount serviceAccount,
        CacheSettings cache,
        BootstrapSettings bootstrap,
        AttestationSettings attestation,
        WebSettings web,
        MonitorSettings monitor,
        Periods periods,
        @Nullable Secret encryptionKeys) {}
