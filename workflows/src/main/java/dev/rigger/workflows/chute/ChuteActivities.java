package dev.rigger.workflows.chute;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What a chute's owner needs of the inventory. */
@ActivityInterface(namePrefix = "ChuteInventory_")
public interface ChuteActivities {
    /** Marks the chute so that nothing new is planned for it. */
    void markDeleted(String validator, String chuteId);

    List<String> openDeploymentsOf(String validator, String chuteId);

    void forgetChute(String validator, String chuteId);
}
