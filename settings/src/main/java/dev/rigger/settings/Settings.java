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
        CacheSettings cache,
        WebSettings web,
        Periods periods,
        @Nullable Secret encryptionKeys) {}
