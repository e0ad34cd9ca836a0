package dev.rigger.app;

import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.hotkey.secrets.SecretKeys;
import dev.rigger.settings.AttestationSettings;
import dev.rigger.settings.BootstrapSettings;
import dev.rigger.settings.CacheSettings;
import dev.rigger.settings.DatabaseSettings;
import dev.rigger.settings.KubernetesSettings;
import dev.rigger.settings.MinerSettings;
import dev.rigger.settings.MonitorSettings;
import dev.rigger.settings.Periods;
import dev.rigger.settings.RedisSettings;
import dev.rigger.settings.Secret;
import dev.rigger.settings.ServiceAccount;
import dev.rigger.settings.Settings;
import dev.rigger.settings.TemporalSettings;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.settings.WebSettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** Hands every bean the part of the settings that it asks for, and the miner's keys made of them. */
@Factory
final class SettingsBeans {
    @Singleton
    MinerSettings miner(Settings settings) {
        return settings.miner();
    }

    @Singleton
    ValidatorSettings validators(Settings settings) {
        return settings.validators();
    }

    @Singleton
    DatabaseSettings database(Settings settings) {
        return settings.database();
    }

    @Singleton
    RedisSettings redis(Settings settings) {
        return settings.redis();
    }

    @Singleton
    TemporalSettings temporal(Settings settings) {
        return settings.temporal();
    }

    @Singleton
    KubernetesSettings kubernetes(Settings settings) {
        return settings.kubernetes();
    }

    @Singleton
    CacheSettings cache(Settings settings) {
        return settings.cache();
    }

    @Singleton
    AttestationSettings attestation(Settings settings) {
        return settings.attestation();
    }

    @Singleton
    BootstrapSettings bootstrap(Settings settings) {
        return settings.bootstrap();
    }

    @Singleton
    WebSettings web(Settings settings) {
        return settings.web();
    }

    @Singleton
    ServiceAccount serviceAccount(Settings settings) {
        return settings.serviceAccount();
    }

    @Singleton
    MonitorSettings monitor(Settings settings) {
        return settings.monitor();
    }

    @Singleton
    Periods periods(Settings settings) {
        return settings.periods();
    }

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    Hotkey hotkey(MinerSettings miner) {
        return Hotkey.fromSeed(miner.seed().reveal());
    }

    @Singleton
    RequestSigner signer(Hotkey hotkey, InstantSource clock) {
        return new RequestSigner(hotkey, clock);
    }

    @Singleton
    SecretKeys secretKeys(Settings settings) {
        Secret ring = settings.encryptionKeys();
        return SecretKeys.of(
                ring == null ? null : ring.reveal(), settings.miner().seed().reveal());
    }
}
