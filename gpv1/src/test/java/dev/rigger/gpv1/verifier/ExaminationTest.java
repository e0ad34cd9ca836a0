package dev.rigger.gpv1.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rigger.gpv1.Answer;
import dev.rigger.gpv1.AuditAnswer;
import dev.rigger.gpv1.AuditRequest;
import dev.rigger.gpv1.GpuIdentity;
import dev.rigger.gpv1.OpenAnswer;
import dev.rigger.gpv1.OpenAnswer.Opened;
import dev.rigger.gpv1.Profile;
import dev.rigger.gpv1.ProofWatch;
import dev.rigger.gpv1.WorkSize;
import dev.rigger.gpv1.prover.ServerWork;
import dev.rigger.gpv1.verifier.Verdict.Code;
import dev.rigger.gpv1.work.Opening;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExaminationTest {
    private static final List<GpuIdentity> GPUS = Servers.h200s(2);
    private static final String FIRST = GPUS.get(0).uuid();
    private static final String SECOND = GPUS.get(1).uuid();
    private static final Duration IN_TIME = Duration.ofSeconds(17);
    private static final Duration PING = Duration.ofMillis(20);
    /** Two audits of four scans of 60 ms. */
    private static final Terms TERMS = new Terms(Duration.ofSeconds(17), 0.55, 1.7, 2, 4, Duration.ofMillis(60));

    private static final Duration AUDIT_IN_TIME = Duration.ofMillis(4 * 60 + 3 * 20);

    private final Verifier verifier = new Verifier(new SecureRandom());
    private final Examination examination = verifier.examine(Profile.TINY, GPUS, TERMS, ProofWatch.NONE);
    private final ServerWork work = Servers.prove(GPUS, examination.challenge());

    @AfterEach
    void release() {
        work.close();
    }

    @Test
    void aServerThatDidItsWorkInTimeAndHoldsItIsProven() {
        assertThat(afterTwoAudits(answer -> answer).opened(work.open(examination.openings())))
                .isEqualTo(new Verdict(Code.PROVEN, "all 2 GPUs did their work and held it"));
    }

    @Test
    void anAnswerBeforeOrAfterItsWindowIsRefused() {
        assertThat(answeredAfter(Duration.ofMillis(9_349))).hasValue(Code.TOO_FAST);
        assertThat(answeredAfter(Duration.ofMillis(9_350))).isEmpty();
        assertThat(answeredAfter(Duration.ofMillis(28_900))).isEmpty();
        assertThat(answeredAfter(Duration.ofMillis(28_901))).hasValue(Code.TOO_SLOW);
    }

    @Test
    void workOfAnotherSizeIsRefused() {
        Map<String, WorkSize> fewer = new HashMap<>(work.answer().sizes());
        fewer.put(SECOND, new WorkSize(2, 2, 256, 1));
        assertThat(examination
                        .answered(
                                new Answer(
                                        work.answer().plaintexts(),
                                        work.answer().roots(),
                                        fewer),
                                IN_TIME)
                        .map(Verdict::code))
                .hasValue(Code.WRONG_SIZE);
    }

    @Test
    void aLateAuditIsRefusedAlthoughItIsCorrect() {
        examination.answered(work.answer(), IN_TIME);
        AuditAnswer correct = work.audit(examination.nextAudit());
        assertThat(examination.audited(correct, AUDIT_IN_TIME.plusMillis(1), PING))
                .hasValue(new Verdict(Code.AUDIT_LATE, "audit 1 late (301 ms)"));
    }

    @Test
    void aPingAboveAHundredMillisecondsIsNotBelieved() {
        assertThat(TERMS.auditDue(Duration.ofSeconds(5))).isEqualTo(Duration.ofMillis(540));
    }

    @Test
    void aScanThatWasMadeUpIsFoundWhicheverItIs() {
        for (int madeUp = 0; madeUp < 4; madeUp++) {
            int step = madeUp;
            try (ServerWork held = Servers.prove(GPUS, again().challenge())) {
                Examination exam = afterTwoAudits(held, answer -> withRoot(answer, SECOND, step, "0".repeat(64)));
                assertThat(exam.opened(held.open(exam.openings())).code())
                        .as("step %d", step)
                        .isEqualTo(Code.WRONG_SCAN);
            }
        }
    }

    @Test
    void anAuditThatLacksAGpuOrAStepIsRefused() {
        assertThat(audited(answer -> new AuditAnswer(1, Map.of(FIRST, roots(answer, FIRST)))))
                .hasValue(Code.AUDIT_INCOMPLETE);
    }

    @Test
    void anAuditWhoseStepsAreTheSameScanIsRefused() {
        assertThat(audited(answer ->
                        withRoot(answer, FIRST, 1, roots(answer, FIRST).getFirst())))
                .hasValue(Code.AUDIT_INCOMPLETE);
    }

    @Test
    void anAuditOfAnotherNumberIsRefused() {
        assertThat(audited(answer -> new AuditAnswer(2, answer.roots()))).hasValue(Code.AUDIT_INCOMPLETE);
    }

    @Test
    void anAnswerToTheFirstAuditIsNoAnswerToTheSecond() {
        examination.answered(work.answer(), IN_TIME);
        AuditAnswer first = work.audit(examination.nextAudit());
        examination.audited(first, AUDIT_IN_TIME, PING);
        work.audit(examination.nextAudit());
        assertThat(examination.audited(new AuditAnswer(2, first.roots()), AUDIT_IN_TIME, PING))
                .isEmpty();
        assertThat(examination.opened(work.open(examination.openings())).code()).isEqualTo(Code.WRONG_SCAN);
    }

    @Test
    void aRowThatIsNotShownOrShownInAnothersPlaceIsRefused() {
        assertThat(opened(all -> all.subList(1, all.size()))).isEqualTo(Code.OPENING_MISSING);
        assertThat(opened(all -> replaced(
                        all,
                        opening -> new Opening(
                                opening.row(), 1 - opening.group(), opening.entries(), opening.siblings()))))
                .isEqualTo(Code.WRONG_ROW);
    }

    @Test
    void whatTwoGpusShowIsNotTheSame() {
        Examination exam = afterTwoAudits(answer -> answer);
        OpenAnswer shown = work.open(exam.openings());
        assertThat(exam.opened(new OpenAnswer(Map.of(FIRST, of(shown, SECOND), SECOND, of(shown, FIRST))))
                        .code())
                .isIn(Code.OPENING_MISSING, Code.WRONG_ROW);
    }

    @Test
    void nothingIsOpenedBeforeTheLastAudit() {
        examination.answered(work.answer(), IN_TIME);
        assertThatThrownBy(examination::openings).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> examination.answered(work.answer(), IN_TIME))
                .isInstanceOf(IllegalStateException.class);
        AuditRequest audit = examination.nextAudit();
        examination.audited(work.audit(audit), AUDIT_IN_TIME.plusSeconds(1), PING);
        assertThatThrownBy(examination::nextAudit)
                .as("the first refusal ends it")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyAuditRowIsAskedForUnderTheWorkAndFourUnderEveryScan() {
        afterTwoAudits(answer -> answer);
        assertThat(examination.openings().asked().keySet()).containsExactlyInAnyOrder(FIRST, SECOND);
        assertThat(examination.openings().asked().get(FIRST))
                .hasSize(1 + 2 * 4)
                .allSatisfy(question ->
                        assertThat(question.rows()).doesNotHaveDuplicates().hasSize(question.audit() == 0 ? 16 : 4));
    }

    @Test
    void twoGpusThatDifferInTheirUuidAloneShareNothing() {
        assertThat(work.answer().roots().get(FIRST))
                .isNotEqualTo(work.answer().roots().get(SECOND));
        assertThat(examination.challenge().ciphertexts().get(FIRST))
                .isNotEqualTo(examination.challenge().ciphertexts().get(SECOND));
    }

    private Examination again() {
        return verifier.examine(
                Profile.TINY,
                examination.challenge().seed(),
                Map.of(GPUS.get(0), "one", GPUS.get(1), "two"),
                TERMS,
                ProofWatch.NONE);
    }

    private Optional<Code> answeredAfter(Duration elapsed) {
        Examination exam = again();
        try (ServerWork held = Servers.prove(GPUS, exam.challenge())) {
            return exam.answered(held.answer(), elapsed).map(Verdict::code);
        }
    }

    private Optional<Code> audited(UnaryOperator<AuditAnswer> change) {
        examination.answered(work.answer(), IN_TIME);
        return examination
                .audited(change.apply(work.audit(examination.nextAudit())), AUDIT_IN_TIME, PING)
                .map(Verdict::code);
    }

    private Code opened(UnaryOperator<List<Opened>> change) {
        Examination exam = again();
        try (ServerWork held = Servers.prove(GPUS, exam.challenge())) {
            run(exam, held, answer -> answer);
            OpenAnswer shown = held.open(exam.openings());
            Map<String, List<Opened>> changed = new HashMap<>(shown.opened());
            changed.put(SECOND, change.apply(of(shown, SECOND)));
            return exam.opened(new OpenAnswer(changed)).code();
        }
    }

    private Examination afterTwoAudits(UnaryOperator<AuditAnswer> change) {
        return run(examination, work, change);
    }

    private Examination afterTwoAudits(ServerWork held, UnaryOperator<AuditAnswer> change) {
        Examination exam = verifier.examine(
                Profile.TINY,
                examination.challenge().seed(),
                Map.of(GPUS.get(0), "one", GPUS.get(1), "two"),
                TERMS,
                ProofWatch.NONE);
        try (ServerWork own = Servers.prove(GPUS, exam.challenge())) {
            exam.answered(own.answer(), IN_TIME);
        }
        return audits(exam, held, change);
    }

    private static Examination run(Examination exam, ServerWork held, UnaryOperator<AuditAnswer> change) {
        assertThat(exam.answered(held.answer(), IN_TIME)).isEmpty();
        return audits(exam, held, change);
    }

    private static Examination audits(Examination exam, ServerWork held, UnaryOperator<AuditAnswer> change) {
        while (exam.auditsLeft() > 0) {
            AuditAnswer scans = held.audit(exam.nextAudit());
            assertThat(exam.audited(change.apply(scans), AUDIT_IN_TIME, PING)).isEmpty();
        }
        return exam;
    }

    private static List<Opened> replaced(List<Opened> all, UnaryOperator<Opening> change) {
        List<Opened> out = new ArrayList<>(all);
        Opened first = out.getFirst();
        out.set(0, new Opened(first.audit(), first.step(), change.apply(first.opening())));
        return out;
    }

    private static AuditAnswer withRoot(AuditAnswer answer, String uuid, int step, String root) {
        List<String> changed = new ArrayList<>(roots(answer, uuid));
        changed.set(step, root);
        Map<String, List<String>> roots = new HashMap<>(answer.roots());
        roots.put(uuid, changed);
        return new AuditAnswer(answer.audit(), roots);
    }

    private static List<String> roots(AuditAnswer answer, String uuid) {
        return Objects.requireNonNull(answer.roots().get(uuid));
    }

    private static List<Opened> of(OpenAnswer shown, String uuid) {
        return Objects.requireNonNull(shown.opened().get(uuid));
    }
}
