package dev.rigger.activities.validator.sync;

import dev.rigger.activities.validator.ValidatorClients;
import dev.rigger.hotkey.Hotkey;
import dev.rigger.hotkey.RequestSigner;
import dev.rigger.inventory.ChuteMetricsRecords;
import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployments;
import dev.rigger.inventory.Findings;
import dev.rigger.inventory.ListDoubts;
import dev.rigger.inventory.ListedGpus;
import dev.rigger.inventory.ListedServers;
import dev.rigger.inventory.OpenJobs;
import dev.rigger.inventory.RollingUpdates;
import dev.rigger.inventory.Sightings;
import dev.rigger.settings.Periods;
import dev.rigger.settings.ProtocolProfile;
import dev.rigger.settings.ValidatorCalls;
import dev.rigger.settings.ValidatorEndpoint;
import dev.rigger.settings.ValidatorSettings;
import dev.rigger.workflows.reconcile.Sync;
import dev.rigger.workflows.reconcile.SyncActivities;
import io.micronaut.context.BeanContext;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestActivityEnvironment;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The pull, put together by hand on a real inventory. */
final class PulledFleet implements AutoCloseable {
    static final Hotkey MINER = Hotkey.fromSeed("11".repeat(32));

    private final TestActivityEnvironment environment = TestActivityEnvironment.newInstance();
    private final ValidatorClients clients;
    private final SyncActivities sync;
    private final String validator;

    PulledFleet(String validator, URI api, BeanContext beans, WorkflowClient workflows, Clock clock) {
        this.validator = validator;
        Duration moment = Duration.ofMillis(1);
        ValidatorCalls calls = new ValidatorCalls(
                Duration.ofSeconds(5), Duration.ofSeconds(20), 10_000, 10_000, moment, moment, moment, moment);
        ValidatorSettings settings = new ValidatorSettings(
                List.of(new ValidatorEndpoint(validator, "registry.test", api, URI.create("ws://127.0.0.1:1"))),
                calls,
                ProtocolProfile.byDefault());
        clients = new ValidatorClients(settings, new RequestSigner(MINER, Clock.systemUTC()), Clock.systemUTC());
        Periods periods = Periods.DEFAULTS;
        Sightings sightings = beans.getBean(Sightings.class);
        ListTrust trust = new ListTrust(beans.getBean(ListDoubts.class), periods);
        ChuteSync chutes = new ChuteSync(
                beans.getBean(Chutes.class),
                new DemandSync(beans.getBean(Demands.class), new BountyNews(workflows, periods), MINER, periods),
                sightings,
                trust,
                new VanishedChutes(beans.getBean(Findings.class), workflows, periods, clock),
                beans.getBean(RollingUpdates.class),
                clock);
        SideLists sides = new SideLists(
                beans.getBean(OpenJobs.class),
                beans.getBean(ChuteMetricsRecords.class),
                beans.getBean(RollingUpdates.class),
                beans.getBean(ListedServers.class),
                beans.getBean(ListedGpus.class),
                sightings,
                MINER,
                periods,
                clock);
        environment.registerActivitiesImplementations(new ValidatorSync(
                clients,
                new InstanceSync(sightings, beans.getBean(Deployments.class), trust, MINER, periods, clock),
                chutes,
                sides));
        sync = environment.newActivityStub(SyncActivities.class);
    }

    Sync pull() {
        return sync.pull(validator);
    }

    @Override
    public void close() {
        environment.close();
        clients.close();
    }
}
