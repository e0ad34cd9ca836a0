package dev.rigger.devnet.cluster.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rigger.devnet.cluster.store.ApiRefusal;
import dev.rigger.devnet.cluster.store.Change;
import dev.rigger.devnet.cluster.store.Deletion;
import dev.rigger.devnet.cluster.store.DeletionMarks;
import dev.rigger.devnet.cluster.store.Kind;
import dev.rigger.devnet.cluster.store.ObjectStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the pods of deleted Jobs; a Job deleted in the foreground goes only after its last pod. */
public final class GarbageCollector {
    private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);

    private final ObjectStore store;

    public GarbageCollector(ObjectStore store) {
        this.store = store;
    }

    public void attend(Change change) {
        if (change.kind() == Kind.JOB) {
            attendJob(change);
        } else if (change.type() == Change.Type.DELETED) {
            Owners.jobOf(store, change.object())
                    .filter(DeletionMarks::isDeleting)
                    .ifPresent(this::collect);
        } else if (!Owners.ownerUid(change.object()).isEmpty()
                && Owners.jobOf(store, change.object()).isEmpty()) {
            delete(change.object());
        }
    }

    private void attendJob(Change change) {
        if (change.type() == Change.Type.DELETED) {
            Owners.podsOf(store, change.object()).forEach(this::delete);
        } else {
            store.find(Kind.JOB, ObjectStore.namespaceOf(change.object()), ObjectStore.nameOf(change.object()))
                    .filter(DeletionMarks::isDeleting)
                    .ifPresent(this::collect);
        }
    }

    private void collect(ObjectNode job) {
        List<ObjectNode> pods = Owners.podsOf(store, job);
        if (has(job, DeletionMarks.ORPHAN)) {
            pods.forEach(this::setFree);
            store.remove(Kind.JOB, job);
        } else if (pods.isEmpty()) {
            store.remove(Kind.JOB, job);
        } else {
            pods.stream().filter(pod -> !DeletionMarks.isDeleting(pod)).forEach(this::delete);
        }
    }

    private void delete(JsonNode pod) {
        if (DeletionMarks.isDeleting(pod)) {
            return;
        }
        Deletion thisVeryPod = new Deletion(Deletion.Propagation.BACKGROUND, null, ObjectStore.uidOf(pod), null);
        try {
            store.delete(Kind.POD, ObjectStore.namespaceOf(pod), ObjectStore.nameOf(pod), thisVeryPod);
        } catch (ApiRefusal alreadyGone) {
            LOG.debug("{} is gone already", ObjectStore.nameOf(pod));
        }
    }

    private void setFree(JsonNode pod) {
        store.update(
                Kind.POD,
                ObjectStore.namespaceOf(pod),
                ObjectStore.nameOf(pod),
                edited -> edited.withObject("/metadata").remove("ownerReferences"));
    }

    private static boolean has(JsonNode job, String finalizer) {
        for (JsonNode present : job.at("/metadata/finalizers")) {
            if (present.asText().equals(finalizer)) {
                return true;
            }
        }
        return false;
    }
}
