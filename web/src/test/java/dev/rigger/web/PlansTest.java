package dev.rigger.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rigger.inventory.Plans;
import dev.rigger.inventory.StoredPlan;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Demand;
import dev.rigger.placement.FleetSnapshot.Effort;
import dev.rigger.placement.FleetSnapshot.Gpu;
import dev.rigger.placement.FleetSnapshot.Health;
import dev.rigger.placement.FleetSnapshot.Learned;
import dev.rigger.placement.FleetSnapshot.Needs;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.FleetSnapshot.Worth;
import dev.rigger.placement.Limits;
import dev.rigger.placement.search.BidPricePlanner;
import dev.rigger.placement.stored.ScoringRulesBook;
import dev.rigger.placement.stored.StoredForm;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlansTest {
    private final RunningWeb web = RunningWeb.get();
    private final SignedCalls calls = web.signed();
    private final StoredForm form = new StoredForm();

    @Test
    void aRefusedChuteIsExplainedWithWhatWouldHaveHelped() {
        String planId = plan(fleet(true));

        JsonNode why =
                Json.of(calls.get("/plans/" + planId + "/why?chute=llama").body());

        assertThat(why.get("outcome").asText()).isEqualTo("NOT_LAUNCHED");
        assertThat(why.get("rule").asText()).isEqualTo("SERVER_UNLOCKED");
        assertThat(why.get("text").asText()).contains("llama", "h200-0", "unlocked");
        assertThat(why.get("changes")).isNotEmpty();
    }

    @Test
    void aPlanAndWhatItWasMadeFromCanBeReadBackAndDecidedAgain() {
        FleetSnapshot fleet = fleet(false);
        String planId = plan(fleet);

        String snapshot = calls.get("/plans/" + planId + "/snapshot").body();
        String plan = calls.get("/plans/" + planId).body();

        assertThat(snapshot).isEqualTo(form.json(fleet));
        assertThat(plan).isEqualTo(form.json(new BidPricePlanner().plan(fleet))).contains("\"launch\"");
        assertThat(Json.of(calls.get("/plans?limit=500").body()).findValuesAsText("plan_id"))
                .contains(planId);
    }

    @Test
    void questionsThatMakeNoSenseAreRefusedWithWhatToDo() {
        String planId = plan(fleet(false));

        assertThat(calls.get("/plans/" + planId + "/why").statusCode()).isEqualTo(422);
        assertThat(calls.get("/plans/" + planId + "/why?chute=llama&gpu=g0").statusCode())
                .isEqualTo(422);
        assertThat(calls.get("/plans/" + planId + "/why?chute=nobody").body()).contains("NOT_IN_PLAN");
        assertThat(calls.get("/plans/" + planId + "/why?gpu=nobody").body()).contains("NOT_IN_PLAN");
        assertThat(calls.get("/plans/no-such-plan/why?chute=llama").body()).contains("PLAN_UNKNOWN");
        assertThat(calls.get("/plans?limit=0").statusCode()).isEqualTo(422);
    }

    @Test
    void anOperatorLearnsWhatAnotherServerWouldBring() {
        String planId = plan(fleet(false));

        JsonNode advice =
                Json.of(calls.get("/plans/capacity?usd_per_unit=0.001").body());

        assertThat(advice.get("plan_id").asText()).isEqualTo(planId);
        assertThat(advice.get("rent").findValuesAsText("kind")).containsExactly("h200");
        assertThat(advice.get("release").findValuesAsText("name")).containsExactly("h200-0");
        assertThat(advice.get("text").asText()).contains("Rent one more h200 server", "Release h200-0", " USD");
        assertThat(calls.get("/plans/capacity?usd_per_unit=-1").statusCode()).isEqualTo(422);
    }

    private String plan(FleetSnapshot fleet) {
        String planId = UUID.randomUUID().toString();
        web.context
                .getBean(Plans.class)
                .store(
                        new StoredPlan(
                                planId,
                                Fleet.VALIDATOR,
                                fleet.takenAt(),
                                form.packed(fleet),
                                form.packed(new BidPricePlanner().plan(fleet)),
                                "a plan"),
                        List.of());
        return planId;
    }

    private static FleetSnapshot fleet(boolean locked) {
        Instant now = Instant.parse("2026-11-01T12:00:00Z");
        Server server = new Server(
                "server-1",
                "h200-0",
                true,
                locked,
                false,
                1.5,
                Health.FRESH,
                new Shares(8, 64, 500),
                null,
                List.of(new Gpu("g0", "h200", true, null), new Gpu("g1", "h200", true, null)),
                List.of());
        Chute chute = new Chute(
                "chute-1",
                "llama",
                "v1",
                List.of("h200"),
                1,
                false,
                false,
                false,
                true,
                Worth.steady(0.6),
                null,
                new Demand(true, 5, 1, 1, 0.8),
                Needs.DEFAULTS,
                null,
                List.of());
        return new FleetSnapshot(
                now,
                Effort.DEFAULT,
                ScoringRulesBook.builtIn().rules("P26b", LocalDate.of(2026, 11, 1)),
                Limits.DEFAULTS,
                now,
                List.of(server),
                List.of(chute),
                List.of(),
                List.of(),
                List.of(),
                Learned.NOTHING);
    }
}
