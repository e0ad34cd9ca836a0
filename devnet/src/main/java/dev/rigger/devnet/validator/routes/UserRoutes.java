package dev.rigger.devnet.validator.routes;

import dev.rigger.devnet.validator.platform.ChuteDefinition;
import dev.rigger.devnet.validator.platform.ChuteRegistry;
import dev.rigger.devnet.validator.traffic.UserCalls;
import dev.rigger.devnet.validator.wire.Call;
import dev.rigger.devnet.validator.wire.Refusal;
import dev.rigger.devnet.validator.wire.Reply;
import dev.rigger.devnet.validator.wire.Router;
import java.util.Optional;
import java.util.Set;

/**
 * Calls of users: {@code POST /chutes/{chute_id}/{path}}, and any call to a host whose first label is a chute's slug, or
 * {@code llm}, {@code image} or {@code embed} with the chute's name as {@code model}.
 */
public final class UserRoutes {
    private static final Set<String> BY_MODEL = Set.of("llm", "image", "embed");

    private final ChuteRegistry chutes;
    private final UserCalls calls;
    private final Users users;

    public UserRoutes(ChuteRegistry chutes, UserCalls calls, Users users) {
        this.chutes = chutes;
        this.calls = calls;
        this.users = users;
    }

    public void addTo(Router router) {
        router.on("POST", "/chutes/{chute_id}/{path}", this::byId).hosts(this::byHost);
    }

    private Reply byId(Call call) {
        users.of(call);
        String idOrName = call.variable("chute_id");
        ChuteDefinition chute =
                chutes.byIdOrName(idOrName).orElseThrow(() -> new Refusal(404, "Chute not found: " + idOrName));
        return forward(chute, "/" + call.variable("path"), call);
    }

    private Optional<Router.Handler> byHost(String host) {
        int dot = host.indexOf('.');
        if (dot < 1) {
            return Optional.empty();
        }
        String label = host.substring(0, dot);
        if (BY_MODEL.contains(label)) {
            return Optional.of(this::byModel);
        }
        return chutes.bySlug(label).map(chute -> call -> {
            users.of(call);
            return forward(chute, call.path(), call);
        });
    }

    private Reply byModel(Call call) {
        users.of(call);
        String model = call.json().path("model").asText();
        ChuteDefinition chute =
                chutes.byIdOrName(model).orElseThrow(() -> new Refusal(404, "Model not found: " + model));
        return forward(chute, call.path(), call);
    }

    private Reply forward(ChuteDefinition chute, String path, Call call) {
        if (chute.cords().stream().noneMatch(cord -> path.equals("/" + cord))) {
            throw new Refusal(404, "Chute " + chute.chuteId() + " has no endpoint " + path);
        }
        return calls.call(chute, path, call.body());
    }
}
