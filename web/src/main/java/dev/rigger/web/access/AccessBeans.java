package dev.rigger.web.access;

import dev.rigger.hotkey.ReplayGuard;
import dev.rigger.hotkey.RequestVerifier;
import dev.rigger.settings.MinerSettings;
import dev.rigger.web.answers.WebRole;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;

/** The miner alone may sign what it asks of its own control plane. */
@WebRole
@Factory
final class AccessBeans {
    @Singleton
    RequestVerifier requestVerifier(MinerSettings miner, Clock clock, ReplayGuard uses) {
        return RequestVerifier.miner(miner.ss58(), Set.of(miner.ss58()), clock, uses);
    }
}
