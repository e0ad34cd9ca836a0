package dev.rigger.workers.events;

import static java.util.stream.Collectors.groupingBy;

import dev.rigger.activities.temporal.Grouped;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.InboxEvent;
import dev.rigger.inventory.OfferedBounty;
import dev.rigger.settings.Periods;
import dev.rigger.workflows.bounty.BountyNotice;
import dev.rigger.workflows.chute.ChuteChange;
import dev.rigger.workflows.fleet.FleetWake;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code bounty_change}: the planner must see the bounty before the coordinator is woken, and speed decides the race. Many
 * at once are written together and wake the coordinator once; whoever follows a bounty is told after that.
 */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class BountyEvents implements EventHandler {
    private static final int MOST_AT_ONCE = 500;

    private final Demands demands;
    private final Chutes chutes;
    private final Owners owners;
    private final Periods periods;
    private final Grouped<Offer, Boolean> offers = new Grouped<>(MOST_AT_ONCE, this::offer);

    private record Offer(String eventKey, OfferedBounty bounty) {}

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

    /** Most of them only wait for their turn together. */
    @Override
    public int sideBySide() {
        return 5_000;
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        String chuteId = data.required("chute_id");
        long amount = data.number("bounty", 0);
        double boost = boost(data);
        boolean known = offers.ask(new Offer(
                event.eventKey(),
                new OfferedBounty(
                        event.validator(),
                        chuteId,
                        amount,
                        boost,
                        event.receivedAt().plus(periods.bountyPatience()))));
        return new Delivery.Followed(
                () -> follow(event, chuteId, new BountyNotice(event.eventKey(), amount, boost), known));
    }

    private void follow(InboxEvent event, String chuteId, BountyNotice notice, boolean known) {
        owners.announceBounty(event.validator(), chuteId, notice);
        if (!known) {
            // We missed its creation: once it is known, its owner wakes the fleet again.
            owners.changeChute(
                    event.validator(), chuteId, new ChuteChange(ChuteChange.Kind.CREATED, event.eventKey(), null));
        }
    }

    /** Answers for each whether its chute is known. */
    private List<Boolean> offer(List<Offer> together) {
        demands.setBounties(together.stream().map(Offer::bounty).toList());
        together.stream()
                .collect(groupingBy(offer -> offer.bounty().validator()))
                .forEach(this::wake);
        Set<String> known = new HashSet<>(chutes.known(
                together.stream().map(offer -> offer.bounty().chuteId()).collect(Collectors.joining(","))));
        return together.stream()
                .map(offer -> known.contains(offer.bounty().chuteId()))
                .toList();
    }

    private void wake(String validator, List<Offer> offers) {
        Offer first = offers.getFirst();
        owners.wakeFleet(
                validator,
                new FleetWake(
                        FleetWake.Kind.BOUNTY,
                        offers.size() == 1 ? first.eventKey() : first.eventKey() + "+" + (offers.size() - 1),
                        offers.size() == 1 ? first.bounty().chuteId() : null));
    }

    private static double boost(EventData data) {
        double boost = data.fraction("bounty_boost", 1);
        return boost > 0 ? boost : 1;
    }
}
