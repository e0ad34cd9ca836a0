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

/** Deletes the pods and Services of deleted Jobs; a Job deleted in the foreground goes only after its last pod. */
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
            delete(change.kind(), change.object());
        }
    }

    private void attendJob(Change change) {
        if (change.type() == Change.Type.DELETED) {
            Owners.podsOf(store, change.object()).forEach(pod -> delete(Kind.POD, pod));
            servicesOf(change.object()).forEach(service -> delete(Kind.SERVICE, service));
        } else {
            store.find(Kind.JOB, ObjectStore.namespaceOf(change.object()), ObjectStore.nameOf(change.object()))
                    .filter(DeletionMarks::isDeleting)
                    .ifPresent(this::collect);
        }
    }

    private void collect(ObjectNode job) {
        List<ObjectNode> pods = Owners.podsOf(store, job);
        if (has(job, DeletionMarks.ORPHAN)) {
            pods.forEach(pod -> setFree(Kind.POD, pod));
            servicesOf(job).forEach(service -> setFree(Kind.SERVICE, service));
            store.remove(Kind.JOB, job);
        } else if (pods.isEmpty()) {
            store.remove(Kind.JOB, job);
        } else {
            pods.forEach(pod -> delete(Kind.POD, pod));
        }
    }

    private List<ObjectNode> servicesOf(JsonNode job) {
        return store.servicesOwnedBy(ObjectStore.uidOf(job));
    }

    private void delete(Kind kind, JsonNode object) {
        if (DeletionMarks.isDeleting(object)) {
            return;
        }
        Deletion thisVeryOne = new Deletion(Deletion.Propagation.BACKGROUND, null, ObjectStore.uidOf(object), null);
        try {
            store.delete(kind, ObjectStore.namespaceOf(object), ObjectStore.nameOf(object), thisVeryOne);
        } catch (ApiRefusal alreadyGone) {
            LOG.debug("{} is gone already", ObjectStore.nameOf(object));
        }
    }

    private void setFree(Kind kind, JsonNode object) {
        store.update(
                kind,
                ObjectStore.namespaceOf(object),
                ObjectStore.nameOf(object),
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
