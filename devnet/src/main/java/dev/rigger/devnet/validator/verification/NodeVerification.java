package dev.rigger.devnet.validator.verification;

import dev.rigger.devnet.validator.platform.NodeRecord;
import dev.rigger.devnet.validator.platform.NodeRegistry;
import dev.rigger.devnet.validator.platform.VerificationTask;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has announced GPUs examined at the announced address, and writes down what came of it. */
public final class NodeVerification implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeVerification.class);

    private final NodeRegistry nodes;
    private final NodeExam exam;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public NodeVerification(NodeRegistry nodes, NodeExam exam) {
        this.nodes = nodes;
        this.exam = exam;
    }

    /** Begins; the task's end is written to the registry. */
    public void begin(VerificationTask task) {
        threads.execute(() -> {
            try {
                String error = verify(task).orElse(null);
                LOG.info("Verification {}: {}", task.taskId(), error == null ? "verified" : error);
                nodes.verified(task.taskId(), error);
            } catch (CancellationException stopping) {
                LOG.info("Verification {} begins again with the next start", task.taskId());
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** What is wrong with these GPUs, if anything. */
    private Optional<String> verify(VerificationTask task) {
        List<NodeRecord> announced = nodes.of(task.minerHotkey()).stream()
                .filter(node -> task.uuids().contains(node.uuid()))
                .sorted(Comparator.comparing(
                        node -> Objects.requireNonNull(node.device().deviceIndex())))
                .toList();
        if (announced.size() != task.uuids().size()) {
            return Optional.of("some of the GPUs were withdrawn meanwhile");
        }
        return exam.problem(announced, task.minerHotkey());
    }
}
