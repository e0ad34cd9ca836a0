package dev.rigger.web.servers;

import dev.rigger.inventory.GpuVerdicts;
import dev.rigger.web.access.Signed;
import dev.rigger.web.answers.WebRole;
import dev.rigger.web.fleet.FleetReader;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

/** Proofs of a server's GPUs, over HTTP. */
@WebRole
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "servers")
final class ProofsController {
    private static final int MOST = 100;

    private final FleetReader fleet;
    private final GpuVerdicts verdicts;

    ProofsController(FleetReader fleet, GpuVerdicts verdicts) {
        this.fleet = fleet;
        this.verdicts = verdicts;
    }

    /** What its proofs and the later looks at its GPUs came to, the latest first; 100 at most. */
    @Signed
    @Get("/servers/{idOrName}/proofs")
    List<ProofView> list(@PathVariable String idOrName) {
        return verdicts.ofServer(fleet.find(idOrName).name(), MOST).stream()
                .map(ProofView::of)
                .toList();
    }
}
