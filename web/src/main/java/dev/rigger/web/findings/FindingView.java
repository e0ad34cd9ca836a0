package dev.rigger.web.findings;

import dev.rigger.inventory.Finding;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param kind such as {@code WORKLOAD_DISAPPEARED}
 * @param subject a deployment's id, an instance's or a chute's, by the kind
 * @param looks how often it was seen
 * @param heldBack whether it waits for an operator
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record FindingView(
        String kind,
        String subject,
        String validator,
        String firstSeen,
        String lastSeen,
        int looks,
        boolean heldBack,
        @Nullable String approvedAt,
        @Nullable String actedAt) {
    static FindingView of(Finding finding) {
        return new FindingView(
                finding.kind(),
                finding.subject(),
                finding.validator(),
                finding.firstSeen().toString(),
                finding.lastSeen().toString(),
                finding.looks(),
                finding.heldBack(),
                text(finding.approvedAt()),
                text(finding.actedAt()));
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
