package dev.rigger.workers.events;

import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.fleet.FleetWake;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code bounty_change}: the planner must see the bounty before the coordinator is woken, and speed decides the race. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class BountyEvents implements EventHandler {

    private final Demands demands;
    private final Chutes chutes;
    private final Owners owners;
    private final Periods periods;

    BountyEvents(Demands demands, Chutes chutes, Owners owners, Periods periods) {
        this.demands = demands;
        this.chutes = chutes;
        this.owners = owners;
        this.periods = periods;
    }

    @Override
    public Set<String> reasons() {
        return Set.of("bounty_change");
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        String chuteId = data.required("chute_id");
        long amount = data.number("bounty", 0);
        double boost = boost(data);
        demands.setBounty(
                event.validator(), chuteId, amount, boost, event.receivedAt().plus(periods.bountyPatience()));
        owners.wakeFleet(event.validator(), new FleetWake(FleetWake.Kind.BOUNTY, event.eventKey(), chuteId));
        owners.announceBounty(event.validator(), chuteId, new BountyNotice(event.eventKey(), amount, boost));
        fetchUnknown(event, chuteId);
        return Delivery.DONE;
    }

    /** A bounty for a chute that we missed the creation of: once it is known, its owner wakes the fleet again. */
    private void fetchUnknown(InboxEvent event, String chuteId) {
        if (chutes.byId(chuteId).isEmpty()) {
            owners.changeChute(
                    event.validator(), chuteId, new ChuteChange(ChuteChange.Kind.CREATED, event.eventKey(), null));
        }
    }

    private static double boost(EventData data) {
        double boost = data.fraction("bounty_boost", 1);
        return boost > 0 ? boost : 1;
    }
}
