package dev.rigger.placement.search;

import static dev.rigger.placement.Altered.with;
import static dev.rigger.placement.Fleets.chute;
import static dev.rigger.placement.Fleets.copy;
import static dev.rigger.placement.Fleets.fleet;
import static dev.rigger.placement.Fleets.holding;
import static dev.rigger.placement.Fleets.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rigger.placement.Action;
import dev.rigger.placement.BadSnapshotException;
import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.BackOff;
import dev.rigger.placement.FleetSnapshot.JobOffer;
import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Shares;
import dev.rigger.placement.Plan;
import dev.rigger.placement.stored.StoredForm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One-shot runs. */
class JobsTest {
    private final BidPricePlanner planner = new BidPricePlanner();

    @Test
    void aJobGetsExactlyItsChutesGpusAndNoCopyOfTheChuteWithIt() {
        FleetSnapshot fleet = offering(new JobOffer("j", "trainer", 1, 20));

        Plan plan = planner.plan(fleet);

        assertThat(plan.launches()).singleElement().satisfies(launch -> {
            assertThat(launch.jobId()).isEqualTo("j");
            assertThat(launch.chuteId()).isEqualTo("trainer");
            assertThat(launch.motive()).isEqualTo(Action.Motive.JOB);
            assertThat(launch.gpuIds()).hasSize(2);
        });
        assertThat(plan.verdicts()).hasSameSizeAs(fleet.chutes());
    }

    @Test
    @Tag("scenario-84")
    void twoJobsForTheLastPlaceAreOneLaunch() {
        assertThat(planner.plan(offering(new JobOffer("a", "trainer", 1, 20), new JobOffer("b", "trainer", 2, 20)))
                        .launches())
                .extracting(Action.Launch::jobId)
                .containsExactly("b");
    }

    @Test
    @Tag("scenario-83")
    void aJobThatTakesTheGpusOfACopyIsStillAJob() {
        FleetSnapshot offered = offering(new JobOffer("j", "trainer", 20, 20));
        FleetSnapshot full = with(
                with(offered, "servers", List.of(holding(offered.servers().getFirst(), "poor-1", 0, 2))),
                "chutes",
                List.of(offered.chutes().getFirst(), with(chute("poor", 0.1, 2, "h200"), "jobOnly", true)));

        Plan plan = planner.plan(with(full, "deployments", List.of(copy("poor-1", "poor", "s", 0.1))));

        assertThat(plan.launches()).singleElement().satisfies(launch -> {
            assertThat(launch.jobId()).isEqualTo("j");
            assertThat(launch.victims()).containsExactly("poor-1");
        });
        assertThat(plan.evictions()).extracting(Action.Evict::forChuteId).containsExactly("trainer");
    }

    @Test
    void aJobThatIsOnItsWayIsNotLaunchedAgainAndCountsAsNoCopy() {
        FleetSnapshot offered = offering(new JobOffer("j", "trainer", 1, 20));
        FleetSnapshot fleet =
                with(offered, "openLaunches", List.of(new OpenLaunch("d", "trainer", "s", List.of(), "j")));
        assertThat(planner.plan(fleet).launches()).isEmpty();

        FleetSnapshot serving =
                with(fleet, "chutes", List.of(with(fleet.chutes().getFirst(), "jobOnly", false)));
        assertThat(planner.plan(serving).launches())
                .singleElement()
                .satisfies(launch -> assertThat(launch.jobId()).isNull());
    }

    @Test
    void aJobThatNeedsMoreDiskThanIsLeftIsNotTaken() {
        FleetSnapshot fleet = offering(new JobOffer("j", "trainer", 1, 200));
        FleetSnapshot small =
                with(fleet, "servers", List.of(with(fleet.servers().getFirst(), "shares", new Shares(8, 64, 100))));

        assertThat(planner.plan(small).launches()).isEmpty();
        assertThat(planner.plan(fleet).launches()).hasSize(1);
    }

    @Test
    void aRefusalOfItsChuteIsNothingToAJobButItsFailureOnAServerIs() {
        FleetSnapshot fleet = offering(new JobOffer("j", "trainer", 1, 20));
        BackOff full =
                BackOff.ofChute("trainer", "CAPACITY_LOCKED", fleet.takenAt().plusSeconds(60));
        BackOff failed =
                new BackOff("trainer", "s", "POD_FAILED", fleet.takenAt().plusSeconds(60));

        assertThat(planner.plan(with(fleet, "backOffs", List.of(full))).launches())
                .hasSize(1);
        assertThat(planner.plan(with(fleet, "backOffs", List.of(failed))).launches())
                .isEmpty();
    }

    @Test
    void aJobOfAChuteThatIsBannedOrUnknownIsLeftAlone() {
        FleetSnapshot fleet = offering(new JobOffer("j", "trainer", 1, 20), new JobOffer("k", "forgotten", 1, 20));

        FleetSnapshot banned = with(fleet, "chutes", List.of(with(fleet.chutes().getFirst(), "banned", true)));

        assertThat(planner.plan(banned).launches()).isEmpty();
    }

    @Test
    void aJobListedTwiceIsRefused() {
        JobOffer job = new JobOffer("j", "trainer", 1, 20);
        assertThatExceptionOfType(BadSnapshotException.class)
                .isThrownBy(() -> planner.plan(offering(job, job)))
                .withMessageContaining("LISTED_TWICE");
    }

    @Test
    void jobsAreStoredAndReadAgainAndAFleetWithoutThemIsStoredAsEver() {
        StoredForm form = new StoredForm();
        FleetSnapshot fleet = offering(new JobOffer("j", "trainer", 1, 20));
        Plan plan = planner.plan(fleet);

        assertThat(form.snapshot(form.packed(fleet))).isEqualTo(fleet);
        assertThat(form.plan(form.packed(plan))).isEqualTo(plan);
        assertThat(form.json(with(fleet, "jobs", List.of()))).doesNotContain("jobs");
    }

    /** One server with two GPUs, and a chute of two GPUs that serves jobs alone. */
    private static FleetSnapshot offering(JobOffer... jobs) {
        FleetSnapshot fleet = fleet(
                List.of(server("s", 2, "h200", 1.5)), List.of(with(chute("trainer", 1.0, 2, "h200"), "jobOnly", true)));
        return with(fleet, "jobs", List.of(jobs));
    }
}
