package dev.rigger.devnet.validator.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything an operator can order. The wire name is the constant's in lower case with dashes; an order is an object with
 * the fields that are named here. {@code chute} is a chute's id or name wherever it appears.
 */
public enum OperatorAction {
    CREATE_CHUTE(List.of("name"), Fields.OF_CHUTES),
    /** A new version of it. */
    UPDATE_CHUTE(List.of("chute"), Fields.OF_CHUTES),
    DELETE_CHUTE(List.of("chute"), List.of()),
    CREATE_IMAGE(List.of("name", "tag"), List.of("username", "chutes_version")),
    /** A new SDK inside an image, or inside the image of a chute. */
    PATCH_IMAGE(List.of("patch_version"), List.of("image", "chute", "chutes_version")),
    DELETE_IMAGE(List.of("image"), List.of()),
    CREATE_JOB(List.of("chute", "method"), List.of("arguments", "user")),
    CANCEL_JOB(List.of("job"), List.of()),
    FORCE_BOUNTY(List.of("chute"), List.of("amount")),
    SET_TARGET(List.of("chute", "target"), List.of()),
    /** Users of a chute are as busy as that, until {@code utilization} is set to null. */
    SET_UTILIZATION(List.of("chute", "utilization"), List.of()),
    /** One instance by its id, or so many of a chute, oldest first. */
    KILL_INSTANCES(List.of(), List.of("instance", "chute", "count", "hotkey")),
    /** The next probes of them find nothing; three in an hour end an instance. */
    FAIL_PROBES(List.of(), List.of("instance", "chute", "count", "hotkey", "probes", "wrong")),
    BLACKLIST(List.of("hotkey", "reason"), List.of()),
    FORGIVE(List.of("hotkey"), List.of()),
    DROP_SOCKETS(List.of(), List.of()),
    CLEAR_FAULTS(List.of(), List.of());

    private static final class Fields {
        static final List<String> OF_CHUTES = List.of(
                "name",
                "username",
                "gpu_count",
                "min_vram_gb",
                "include",
                "chutes_version",
                "code",
                "open",
                "tee",
                "disabled",
                "boost",
                "target",
                "cords",
                "jobs",
                "compute_type",
                "integrated",
                "manual_boost",
                "concurrency",
                "max_instances",
                "launch_proof");
    }

    private final List<String> required;
    private final Set<String> known;

    OperatorAction(List<String> required, List<String> optional) {
        this.required = required;
        this.known = new TreeSet<>(required);
        known.addAll(optional);
    }

    /** Fields without which the order means nothing. */
    public List<String> required() {
        return required;
    }

    /** All fields it may have, in alphabetical order. */
    public Set<String> known() {
        return Set.copyOf(known);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<OperatorAction> named(String wireName) {
        return Arrays.stream(values())
                .filter(action -> action.wireName().equals(wireName))
                .findFirst();
    }
}
