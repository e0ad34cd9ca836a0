package dev.rigger.devnet.validator.faults;

import dev.rigger.devnet.validator.wire.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What no fault may say. */
final class FaultRefusals {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH");

    private FaultRefusals() {}

    static void check(
            List<FaultKind> kinds,
            String prefix,
            @Nullable String method,
            double share,
            @Nullable Integer count,
            @Nullable Duration lasting,
            @Nullable Duration delay,
            double keep) {
        refuseIf(
                kinds.isEmpty(),
                "FAULT_KIND_MISSING",
                "A fault without a kind does nothing.",
                "Name at least one kind: " + allNames() + ".");
        refuseIf(
                kinds.stream().map(FaultKind::side).distinct().count() > 1,
                "FAULT_SIDES_MIXED",
                "A fault strikes HTTP calls or the socket, not both: "
                        + kinds.stream().map(FaultKind::wireName).toList() + ".",
                "Add two faults.");
        boolean http = kinds.get(0).side() == FaultKind.Side.HTTP;
        refuseIf(
                http && !prefix.isEmpty() && !prefix.startsWith("/"),
                "FAULT_PREFIX_WRONG",
                "The prefix " + prefix + " is no beginning of a route.",
                "Begin it with a slash, as in /miner/chutes/, or leave it out for every route.");
        refuseIf(
                method != null && (!http || !METHODS.contains(method)),
                "FAULT_METHOD_WRONG",
                "The method " + method + " fits no call that this fault could hit.",
                "Use GET, POST, PUT or DELETE with kinds of HTTP, or leave it out.");
        refuseIf(
                !(share > 0 && share <= 1),
                "FAULT_SHARE_WRONG",
                "A share of " + share + " of the calls cannot be hit.",
                "Give a number over 0 and up to 1.");
        refuseIf(
                count != null && count < 1,
                "FAULT_COUNT_WRONG",
                "A fault that hits " + count + " calls does nothing.",
                "Give a count of 1 or more, or leave it out.");
        refuseIf(
                !(keep >= 0 && keep <= 1),
                "FAULT_KEEP_WRONG",
                "A share of " + keep + " of a list cannot be kept.",
                "Give a number from 0 to 1.");
        refuseIf(
                notPositive(lasting) || notPositive(delay),
                "FAULT_TIME_WRONG",
                "A fault's times have to be longer than nothing.",
                "Write them as 500ms, 30s, 5m or 2h.");
    }

    static String allNames() {
        return String.join(
                ", ",
                List.of(FaultKind.values()).stream().map(FaultKind::wireName).toList());
    }

    private static boolean notPositive(@Nullable Duration time) {
        return time != null && (time.isNegative() || time.isZero());
    }

    private static void refuseIf(boolean wrong, String code, String what, String next) {
        if (wrong) {
            throw new Refusal(422, code, what, next);
        }
    }
}
