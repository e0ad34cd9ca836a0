package dev.rigger.workflows.chute;

import io.temporal.activity.ActivityInterface;

/** What a chute's owner needs of the validator. */
@ActivityInterface(namePrefix = "ChuteDefinition_")
public interface ChuteDefinitionActivities {
    /** Fetches the current definition and writes it to the inventory. */
    Refresh refresh(String validator, String chuteId, ChuteChange change);

    enum Refresh {
        /** Stored, new or changed. */
        CHANGED,
        /** The inventory already held it. */
        UNCHANGED,
        /** 404: the validator no longer has that chute or that version. */
        GONE
    }
}
