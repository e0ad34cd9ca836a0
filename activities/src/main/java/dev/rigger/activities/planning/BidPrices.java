package dev.rigger.activities.planning;

import dev.rigger.inventory.Plans;
import dev.rigger.placement.BidPrice;
import dev.rigger.placement.stored.StoredForm;
import dev.rigger.placement.stored.StoredFormException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each validator's last plan thought a GPU second is worth; the next one goes on from there. */
@Singleton
final class BidPrices {
    private static final Logger LOG = LoggerFactory.getLogger(BidPrices.class);

    private final Plans plans;
    private final StoredForm form;
    private final Map<String, List<BidPrice>> last = new ConcurrentHashMap<>();

    BidPrices(Plans plans, StoredForm form) {
        this.plans = plans;
        this.form = form;
    }

    List<BidPrice> of(String validator) {
        return last.computeIfAbsent(validator, this::stored);
    }

    void learned(String validator, List<BidPrice> prices) {
        last.put(validator, prices);
    }

    /** Prices are found again within hours, so a plan that cannot be read is no reason to stop. */
    private List<BidPrice> stored(String validator) {
        return plans.latest(validator)
                .map(plan -> {
                    try {
                        return form.plan(plan.plan()).bidPrices();
                    } catch (StoredFormException unreadable) {
                        LOG.warn("Bid prices begin anew: {}", unreadable.getMessage());
                        return List.<BidPrice>of();
                    }
                })
                .orElse(List.of());
    }
}
