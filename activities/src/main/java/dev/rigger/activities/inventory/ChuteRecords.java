package dev.rigger.activities.inventory;

import dev.rigger.inventory.Chutes;
import dev.rigger.inventory.Demands;
import dev.rigger.inventory.Deployment;
import dev.rigger.inventory.Deployments;
import dev.rigger.workflows.chute.ChuteActivities;
import io.micronaut.context.annotation.Requires;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;

/** What a chute's owner reads and writes. A chute's id is unique across validators. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
public class ChuteRecords implements ChuteActivities {
    private final Chutes chutes;
    private final Demands demands;
    private final Deployments deployments;

    ChuteRecords(Chutes chutes, Demands demands, Deployments deployments) {
        this.chutes = chutes;
        this.demands = demands;
        this.deployments = deployments;
    }

    @Override
    public void markDeleted(String validator, String chuteId) {
        chutes.markDeleted(chuteId);
    }

    @Override
    public List<String> openDeploymentsOf(String validator, String chuteId) {
        return deployments.ofChute(chuteId).stream()
                .map(Deployment::deploymentId)
                .toList();
    }

    @Override
    @Transactional
    public void forgetChute(String validator, String chuteId) {
        demands.forget(chuteId);
        chutes.delete(chuteId);
    }
}
