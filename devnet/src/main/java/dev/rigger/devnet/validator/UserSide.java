package dev.rigger.devnet.validator;

import dev.rigger.devnet.validator.audit.Exports;
import dev.rigger.devnet.validator.audit.Reports;
import dev.rigger.devnet.validator.platform.Platform;
import dev.rigger.devnet.validator.routes.AuditRoutes;
import dev.rigger.devnet.validator.routes.InstanceRoutes;
import dev.rigger.devnet.validator.routes.JobRoutes;
import dev.rigger.devnet.validator.routes.MinerFigures;
import dev.rigger.devnet.validator.routes.UserRoutes;
import dev.rigger.devnet.validator.routes.Users;
import dev.rigger.devnet.validator.traffic.InvocationLog;
import dev.rigger.devnet.validator.traffic.JobStops;
import dev.rigger.devnet.validator.traffic.PodCalls;
import dev.rigger.devnet.validator.traffic.UserCalls;
import dev.rigger.devnet.validator.wire.MinerGate;
import dev.rigger.devnet.validator.wire.Router;
import dev.rigger.hotkey.Hotkey;
import java.time.InstantSource;

/** What users do with the platform, what is written down of it, and who reads that: scores, exports, audits. */
final class UserSide implements AutoCloseable {
    private final Platform platform;
    private final MinerGate gate;
    private final InvocationLog invocations;
    private final PodCalls pods;
    private final UserCalls calls;
    private final JobStops stops;
    private final Exports exports;
    private final Reports reports;
    private final Users users;

    /** @param outside the time that signatures bear */
    UserSide(Platform platform, MinerGate gate, Hotkey validator, InstantSource outside, String userKey) {
        this.platform = platform;
        this.gate = gate;
        this.invocations = new InvocationLog(platform::now);
        this.pods = new PodCalls(validator, outside);
        this.calls = new UserCalls(platform, invocations, pods);
        this.stops = new JobStops(platform, pods);
        this.exports = new Exports(platform, invocations, gate);
        this.reports = new Reports(platform, exports, gate, validator.ss58());
        this.users = new Users(userKey);
    }

    InvocationLog invocations() {
        return invocations;
    }

    PodCalls pods() {
        return pods;
    }

    JobStops stops() {
        return stops;
    }

    void addTo(Router router) {
        new MinerFigures(platform, gate, invocations).addTo(router);
        new InstanceRoutes(platform, gate, exports).addTo(router);
        new JobRoutes(platform, stops, gate, users).addTo(router);
        new AuditRoutes(platform, gate, reports, exports).addTo(router);
        new UserRoutes(platform.chutes(), calls, users).addTo(router);
    }

    /** What time does to failing instances and to the hour's reports. */
    void tick() {
        calls.tick();
        reports.tick();
    }

    @Override
    public void close() {
        pods.close();
    }
}
