package dev.rigger.workers;

import dev.rigger.workflows.RiggerWorkflows;
import dev.rigger.workflows.bounty.BountyActivities;
import dev.rigger.workflows.bounty.BountySignals;
import dev.rigger.workflows.cache.CacheJobActivities;
import dev.rigger.workflows.cache.CachePolicyActivities;
import dev.rigger.workflows.chute.ChuteActivities;
import dev.rigger.workflows.chute.ChuteDefinitionActivities;
import dev.rigger.workflows.deployment.LaunchActivities;
import dev.rigger.workflows.deployment.ReservationActivities;
import dev.rigger.workflows.deployment.WorkloadActivities;
import dev.rigger.workflows.fleet.FleetSignals;
import dev.rigger.workflows.fleet.HeadStartActivities;
import dev.rigger.workflows.fleet.LaunchesActivities;
import dev.rigger.workflows.fleet.PlanningActivities;
import dev.rigger.workflows.onboarding.NodeActivities;
import dev.rigger.workflows.onboarding.ScheduleActivities;
import dev.rigger.workflows.onboarding.ServerRecordActivities;
import dev.rigger.workflows.onboarding.ValidatorNodeActivities;
import dev.rigger.workflows.progress.ProgressActivities;
import dev.rigger.workflows.proof.AttestationActivities;
import dev.rigger.workflows.proof.BootstrapActivities;
import dev.rigger.workflows.proof.ProofRecordActivities;
import dev.rigger.workflows.proof.VerifierActivities;
import dev.rigger.workflows.reconcile.ClusterLookActivities;
import dev.rigger.workflows.reconcile.DeploymentNews;
import dev.rigger.workflows.reconcile.FindingActivities;
import dev.rigger.workflows.reconcile.SyncActivities;
import dev.rigger.workflows.server.DeploymentSignals;
import dev.rigger.workflows.server.ServerInventoryActivities;
import io.micronaut.context.BeanContext;
import io.temporal.worker.Worker;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What a control-plane worker can do: every workflow type, and a bean for every activity contract of queue {@code rigger}. */
final class RegisteredTypes {

    static final List<Class<?>> ACTIVITIES = List.of(
            AttestationActivities.class,
            BootstrapActivities.class,
            BountyActivities.class,
            BountySignals.class,
            CacheJobActivities.class,
            CachePolicyActivities.class,
            ChuteActivities.class,
            ChuteDefinitionActivities.class,
            ClusterLookActivities.class,
            DeploymentNews.class,
            DeploymentSignals.class,
            FindingActivities.class,
            FleetSignals.class,
            HeadStartActivities.class,
            LaunchActivities.class,
            LaunchesActivities.class,
            NodeActivities.class,
            PlanningActivities.class,
            ProgressActivities.class,
            ProofRecordActivities.class,
            ReservationActivities.class,
            ScheduleActivities.class,
            ServerInventoryActivities.class,
            ServerRecordActivities.class,
            SyncActivities.class,
            ValidatorNodeActivities.class,
            VerifierActivities.class,
            WorkloadActivities.class);

    private RegisteredTypes() {}

    /** A contract that no bean fulfils stops the start and is named. */
    static void register(Worker worker, BeanContext beans) {
        Set<Object> implementations = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Class<?> contract : ACTIVITIES) {
            implementations.add(beans.getBean(contract));
        }
        worker.registerWorkflowImplementationTypes(RiggerWorkflows.implementations());
        worker.registerActivitiesImplementations(implementations.toArray());
    }
}
