package dev.rigger.workers.events;

import dev.rigger.inventory.InboxEvent;
import dev.rigger.workflows.chute.ChuteChange;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code chute_*} and {@code image_updated}: the chute's owner fetches the definition itself. */
@Singleton
@Requires(property = "rigger.role.worker", value = "true")
final class ChuteEvents implements EventHandler {

    private static final Map<String, ChuteChange.Kind> KINDS = Map.of(
            "chute_created", ChuteChange.Kind.CREATED,
            "chute_updated", ChuteChange.Kind.UPDATED,
            "chute_deleted", ChuteChange.Kind.DELETED,
            "image_updated", ChuteChange.Kind.IMAGE_UPDATED);

    private final Owners owners;

    ChuteEvents(Owners owners) {
        this.owners = owners;
    }

    @Override
    public Set<String> reasons() {
        return KINDS.keySet();
    }

    @Override
    public Delivery handle(InboxEvent event, EventData data) {
        ChuteChange.Kind kind = kindOf(event);
        boolean byImage = kind == ChuteChange.Kind.IMAGE_UPDATED;
        List<String> chuteIds = byImage ? data.list("chute_ids") : List.of(data.required("chute_id"));
        @Nullable String version = byImage ? null : data.optional("version").orElse(null);
        for (String chuteId : chuteIds) {
            owners.changeChute(event.validator(), chuteId, new ChuteChange(kind, event.eventKey(), version));
        }
        return chuteIds.isEmpty() ? new Delivery.Delivered("no chute uses that image") : Delivery.DONE;
    }

    private static ChuteChange.Kind kindOf(InboxEvent event) {
        ChuteChange.Kind kind = KINDS.get(event.reason());
        if (kind == null) {
            throw new BadEvent("the reason " + event.reason() + " is no change of a chute");
        }
        return kind;
    }
}
