package dev.rigger.web.events;

import dev.rigger.inventory.Inbox;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.WebRole;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of validators that could not be delivered: which, why, and once more. */
@WebRole
@Controller("/events/parked")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "events")
final class EventsController {
    private static final int MOST = 500;

    private final Inbox inbox;

    EventsController(Inbox inbox) {
        this.inbox = inbox;
    }

    /** The latest first, 500 at most. */
    @Signed
    @Get
    List<ParkedEvent> parked() {
        return inbox.parkedOnes(MOST).stream().map(ParkedEvent::of).toList();
    }

    /**
     * Takes events out of the parking place, which puts them back into their queue: the next sweep tries them as if they
     * had just come. Without a reason or key all of them.
     */
    @Signed
    @Delete
    Retried retry(@QueryValue @Nullable String reason, @QueryValue("event_key") @Nullable String eventKey) {
        return new Retried(inbox.unpark(reason, eventKey));
    }
}
