package dev.rigger.gpv1.lies;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.lies.Examiner.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a liar does to questions and answers on their way. */
final class Wires {
    static final Wire UNTOUCHED = new Wire() {};

    private Wires() {}

    /** Keeps an answer, to give it again. */
    static final class Recorder implements Wire {
        private Answer recorded = new Answer(Map.of(), Map.of());

        @Override
        public Answer answer(Answer honest) {
            recorded = honest;
            return honest;
        }

        Wire replaying() {
            return new Wire() {
                @Override
                public Answer answer(Answer honest) {
                    return recorded;
                }
            };
        }
    }

    /** Gives the first audit's roots for every audit. */
    static final class SameScans implements Wire {
        private Map<String, List<String>> first = Map.of();

        @Override
        public AuditAnswer audit(AuditAnswer honest) {
            first = honest.audit() == 1 ? honest.roots() : first;
            return new AuditAnswer(honest.audit(), first);
        }
    }

    /** Scans with a nonce of its own choice. */
    static final class OwnNonce implements Wire {
        @Override
        public AuditRequest question(AuditRequest asked) {
            return new AuditRequest(
                    asked.seed(),
                    asked.audit(),
                    asked.steps(),
                    asked.nonces().keySet().stream().collect(Collectors.toMap(uuid -> uuid, uuid -> "00".repeat(32))));
        }
    }

    /** Has the answer before the question. */
    static final class Beforehand implements Wire {
        @Override
        public Duration saved(Duration elapsed) {
            return elapsed;
        }
    }
}
