package dev.rigger.placement.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rigger.placement.Fleets;
import dev.rigger.placement.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    @Test
    void everyNamedPolicyPlans() {
        for (String name : Policies.names()) {
            Plan plan = Policies.named(name)
                    .orElseThrow()
                    .plan(Fleets.fleet(
                            List.of(Fleets.server("s", 2, "h200", 1)), List.of(Fleets.chute("c", 1, 2, "h200"))));
            assertThat(plan.launches()).as(name).hasSize(1);
            assertThat(plan.verdicts()).as(name).hasSize(1);
        }
    }

    @Test
    void whatIsNotNamedIsEmpty() {
        assertThat(Policies.named("wishful")).isEmpty();
        assertThat(Policies.names()).contains(Policies.REFERENCE, Policies.FIRST, Policies.PLANNER);
    }
}
