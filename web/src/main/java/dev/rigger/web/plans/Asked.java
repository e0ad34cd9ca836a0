package dev.rigger.web.plans;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.explain.Question;
import dev.rigger.web.answers.Refused;
import io.micronaut.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What somebody asked about, by name or id, found in the fleet that was decided on. */
record Asked(
        @Nullable String chute,
        @Nullable String server,
        @Nullable String gpu,
        @Nullable String deployment) {

    /** A chute and a server together ask for that place; otherwise exactly one is asked about. */
    Question in(FleetSnapshot fleet) {
        if (chute != null && server != null && gpu == null && deployment == null) {
            return new Question.OfPlace(chuteId(fleet, chute), serverId(fleet, server));
        }
        if (Stream.of(chute, server, gpu, deployment).filter(one -> one != null).count() != 1) {
            throw Refused.unprocessable(
                    "It must be asked about one of chute, server, gpu and deployment, or about a chute on a server",
                    "Name one of them, such as ?chute=my-model");
        }
        if (chute != null) {
            return new Question.OfChute(chuteId(fleet, chute));
        }
        if (server != null) {
            return new Question.OfServer(serverId(fleet, server));
        }
        return gpu != null ? new Question.OfGpu(gpu) : new Question.OfCopy(String.valueOf(deployment));
    }

    private static String chuteId(FleetSnapshot fleet, String asked) {
        return one(
                        fleet.chutes(),
                        chute -> chute.chuteId().equals(asked) || chute.name().equals(asked),
                        asked)
                .map(Chute::chuteId)
                .orElseThrow(() -> unknown("chute", asked));
    }

    private static String serverId(FleetSnapshot fleet, String asked) {
        return one(
                        fleet.servers(),
                        server ->
                                server.serverId().equals(asked) || server.name().equals(asked),
                        asked)
                .map(Server::serverId)
                .orElseThrow(() -> unknown("server", asked));
    }

    private static <T> Optional<T> one(List<T> all, Predicate<T> asked, String name) {
        List<T> found = all.stream().filter(asked).toList();
        if (found.size() > 1) {
            throw Refused.unprocessable("Several are called " + name, "Give the id instead");
        }
        return found.stream().findFirst();
    }

    static Refused unknown(String what, String asked) {
        return new Refused(
                HttpStatus.NOT_FOUND,
                "The plan was made for a fleet without " + what + " " + asked,
                "NOT_IN_PLAN",
                "Ask about a later plan, or give its id");
    }
}
