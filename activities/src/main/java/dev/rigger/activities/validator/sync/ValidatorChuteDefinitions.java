package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.ActivityFailures;
import dev.rigger.activities.validator.ValidatorClients;
import dev.rigger.activities.validator.api.Listed;
import dev.rigger.activities.validator.api.MinerLists;
import dev.rigger.activities.validator.wire.Listing;
import dev.rigger.activities.validator.wire.Trouble;
import dev.rigger.activities.validator.wire.ValidatorUnreachable;
import dev.rigger.inventory.Chute;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demand;
import dev.rigger.inventory.Demands;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.chute.ChuteDefinitionActivities;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chute definitions, fetched when somebody says that one changed. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public final class ValidatorChuteDefinitions implements ChuteDefinitionActivities {
    private final ValidatorClients validators;
    private final Chutes chutes;
    private final Demands demands;
    private final Clock clock;

    public ValidatorChuteDefinitions(ValidatorClients validators, Chutes chutes, Demands demands, Clock clock) {
        this.validators = validators;
        this.chutes = chutes;
        this.demands = demands;
        this.clock = clock;
    }

    @Override
    public Refresh refresh(String validator, String chuteId, ChuteChange change) {
        Optional<Listed.Chute> fetched =
                ActivityFailures.orRetry(() -> fetch(validators.of(validator).lists(), chuteId, change.version()));
        if (fetched.isEmpty()) {
            return Refresh.GONE;
        }
        Chute before = chutes.byId(chuteId).orElse(null);
        boolean changed = chutes.save(ChuteRows.row(validator, fetched.get(), before, clock.instant()));
        changed |= demands.save(demand(validator, fetched.get()));
        return changed ? Refresh.CHANGED : Refresh.UNCHANGED;
    }

    /** By version where one is named; a version that is no longer current, or none, is looked for in the whole list. */
    private static Optional<Listed.Chute> fetch(MinerLists validator, String chuteId, @Nullable String version) {
        Optional<Listed.Chute> named = version == null ? Optional.empty() : validator.chute(chuteId, version);
        if (named.isPresent()) {
            return named;
        }
        Listing<Listed.Chute> all = validator.chutes();
        Optional<Listed.Chute> listed = all.items().stream()
                .filter(chute -> chute.chuteId().equals(chuteId))
                .findFirst();
        if (listed.isEmpty() && !all.complete()) {
            throw new ValidatorUnreachable(
                    Trouble.ANSWER_UNREADABLE, "GET /miner/chutes/ came incomplete: " + all.why());
        }
        return listed;
    }

    private Demand demand(String validator, Listed.Chute chute) {
        Optional<Demand> before = demands.of(chute.chuteId());
        return new Demand(
                chute.chuteId(),
                validator,
                chute.multiplier(),
                before.map(Demand::scalable).orElse(true),
                before.map(Demand::bountyAmount).orElse(0L),
                Math.max(chute.bountyBoost(), before.map(Demand::bountyBoost).orElse(1.0)),
                before.map(Demand::bountyUntil).orElse(null),
                before.map(Demand::target).orElse(null),
                before.map(Demand::othersActive).orElse(0),
                before.map(Demand::othersLive).orElse(0),
                before.map(Demand::utilisation).orElse(0.0),
                clock.instant());
    }
}
