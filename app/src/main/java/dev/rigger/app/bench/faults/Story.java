package dev.rigger.app.bench.faults;

import dev.rigger.app.bench.system.Inventory;
import java.util.List;

/** Why something is late, as far as the inventory can tell: what a reader of a failed run would look up, were it still there. */
final class Story {
    private static final String ROWS = """
            SELECT phase || coalesce(' (' || reason || ')', '') || ' ' || deployment_id
                || ' for ' || round(extract(epoch FROM now() - created_at)) || ' s'
            FROM deployments WHERE chute_id = ? ORDER BY created_at""";
    private static final String BACKOFFS = """
            SELECT subject || ' ' || reason || ' for ' || round(extract(epoch FROM until - now())) || ' s'
            FROM backoffs WHERE until > now() AND (subject LIKE '%' || ? || '%'
                OR subject IN (SELECT server_id FROM servers WHERE validator = ?))""";
    private static final String LAUNCHES = """
            SELECT status || ' ' || deployment_id || ' since ' || round(extract(epoch FROM now() - created_at)) || ' s'
            FROM planned_launches WHERE chute_id = ? ORDER BY created_at DESC LIMIT 3""";
    private static final String LAST_PLANS = """
            SELECT summary || ', ' || round(extract(epoch FROM now() - made_at)) || ' s ago'
            FROM plans WHERE validator = ? ORDER BY made_at DESC LIMIT 2""";
    private static final String DOUBTED = """
            SELECT source || CASE WHEN suspect THEN ' suspect' ELSE ' incomplete' END
            FROM epochs WHERE validator = ? AND (suspect OR NOT complete)""";
    private static final String EVENTS = """
            SELECT reason || coalesce(' parked: ' || parked_because, ' not delivered')
            FROM event_inbox WHERE validator = ? AND dispatched_at IS NULL LIMIT 3""";
    private static final String CHUTE =
            "SELECT CASE WHEN deleted THEN 'deleted' ELSE 'known' END FROM chutes WHERE chute_id = ?";
    private static final String ENDED = """
            SELECT coalesce(reason, 'no reason') || ' ' || deployment_id
                || ' ' || round(extract(epoch FROM timezone('UTC', now()) - deleted_at)) || ' s ago'
            FROM deployment_audit WHERE chute_id = ? AND deleted_at IS NOT NULL ORDER BY deleted_at DESC LIMIT 3""";
    private static final String ENDING = """
            SELECT coalesce(reason, CASE WHEN deleted_at IS NULL THEN 'still a row' ELSE 'no reason' END)
            FROM deployment_audit WHERE instance_id = ?""";

    private final Inventory inventory;
    private final String validator;

    Story(Inventory inventory, String validator) {
        this.inventory = inventory;
        this.validator = validator;
    }

    /** Of one chute: its row, deployments, what ended lately, back-offs, planned launches. */
    String of(String chuteId) {
        return "%s: chute %s, rows %s, ended %s, back-offs %s, planned launches %s"
                .formatted(
                        chuteId,
                        inventory.texts(CHUTE, chuteId),
                        inventory.texts(ROWS, chuteId),
                        inventory.texts(ENDED, chuteId),
                        inventory.texts(BACKOFFS, chuteId, validator),
                        inventory.texts(LAUNCHES, chuteId));
    }

    /** Of one instance: why its deployment ended. */
    String ofInstance(String instanceId) {
        return instanceId + " " + inventory.texts(ENDING, instanceId);
    }

    /** Of the whole fleet: last plans, lists in doubt, events that nobody took. */
    String ofFleet() {
        List<String> plans = inventory.texts(LAST_PLANS, validator);
        return "last plans %s, lists in doubt %s, events waiting %s"
                .formatted(plans, inventory.texts(DOUBTED, validator), inventory.texts(EVENTS, validator));
    }
}
