package dev.rigger.devnet.validator.platform;

import dev.rigger.devnet.validator.platform.rules.ProtocolRules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one second of a copy is worth, factor by factor, by the profile's rules. */
final class Worth {
    private static final double HIGHEST_BOOST = 20;

    private final GpuCatalogue catalogue;
    private final ProtocolRules rules;

    Worth(GpuCatalogue catalogue, ProtocolRules rules) {
        this.catalogue = catalogue;
        this.rules = rules;
    }

    /** Of a copy that were launched now: an open bounty counts. */
    Map<String, Double> factors(PlatformState state, ChuteDefinition chute, Instant now) {
        Map<String, Double> factors =
                withoutBounty(chute, catalogue.multiplierOf(chute.supportedGpus(), chute.gpuCount()), false);
        Bounty bounty = state.bounties().get(chute.chuteId());
        if (bounty != null && rules.multiplier().bounty()) {
            factors.put("bounty_boost", bounty.boost(rules.bounty(), now));
        }
        return factors;
    }

    double effective(PlatformState state, ChuteDefinition chute, Instant now) {
        return product(factors(state, chute, now));
    }

    /** Of one copy at its activation, with the bounty that it claimed. */
    double atActivation(
            ChuteDefinition chute, Instance instance, String gpuType, @Nullable Bounty claimed, Instant now) {
        double settled = settled(chute, instance, gpuType);
        return claimed == null || !rules.multiplier().bounty() ? settled : settled * claimed.boost(rules.bounty(), now);
    }

    /** Of one copy at its warm-up: neither urgency nor bounty. */
    double atWarmUp(ChuteDefinition chute, Instance instance, String gpuType) {
        return settled(chute, instance, gpuType) / urgency(chute, instance.jobId() != null);
    }

    /** What a copy's multiplier moves to with time. */
    double settled(ChuteDefinition chute, Instance instance, String gpuType) {
        return product(withoutBounty(chute, base(chute, instance, gpuType), instance.jobId() != null));
    }

    private double base(ChuteDefinition chute, Instance instance, String gpuType) {
        int gpus = instance.gpuUuids().size();
        return rules.multiplier().baseOfGpuInUse() && !gpuType.isEmpty()
                ? catalogue.multiplierOf(List.of(gpuType), gpus)
                : catalogue.multiplierOf(chute.supportedGpus(), gpus);
    }

    private Map<String, Double> withoutBounty(ChuteDefinition chute, double base, boolean job) {
        Map<String, Double> factors = new LinkedHashMap<>();
        factors.put("base", base);
        if (!chute.open() || job) {
            boolean integrated = chute.integrated() && !chute.tee();
            factors.put(integrated ? "integrated_subnet" : "private", billedFactor(chute));
        }
        if (urgency(chute, job) != 1) {
            factors.put("urgency_boost", urgency(chute, job));
        }
        if (rules.multiplier().manual() && chute.manualBoost() != 1) {
            factors.put("manual_boost", Math.min(HIGHEST_BOOST, chute.manualBoost()));
        }
        if (chute.tee() && rules.multiplier().tee() != 1) {
            factors.put("tee", rules.multiplier().tee());
        }
        return factors;
    }

    private double billedFactor(ChuteDefinition chute) {
        if (chute.tee()) {
            return rules.multiplier().billedTee();
        }
        return chute.integrated()
                ? rules.multiplier().integrated()
                : rules.multiplier().billed();
    }

    private double urgency(ChuteDefinition chute, boolean job) {
        boolean billed = job || !chute.open();
        boolean counts =
                rules.multiplier().urgency() && (!billed || rules.multiplier().urgencyWhenBilled());
        return counts && chute.boost() > 0 && chute.boost() <= HIGHEST_BOOST ? chute.boost() : 1;
    }

    static double product(Map<String, Double> factors) {
        return factors.values().stream().reduce(1.0, (a, b) -> a * b);
    }
}
