package dev.rigger.devnet.validator.verification;

import dev.rigger.devnet.validator.platform.NodeRecord;
import java.util.List;
import java.util.Optional;

/** One way of finding out whether announced GPUs are what they are said to be. */
public interface NodeExam {
    /**
     * What is wrong with these GPUs, if anything.
     *
     * @param announced all of one task, by their index
     * @param miner whose they are
     */
    Optional<String> problem(List<NodeRecord> announced, String miner);
}
