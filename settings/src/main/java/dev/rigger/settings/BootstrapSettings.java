package dev.rigger.settings;

import java.time.Duration;

/**
 * GraVal's bootstrap server, for servers that prove themselves by it.
 *
 * @param image {@code GRAVAL_BOOTSTRAP_IMAGE}, for NVIDIA's GPUs; empty when there is to be none
 * @param imageRocm {@code GRAVAL_BOOTSTRAP_IMAGE_ROCM}, for AMD's; empty likewise
 * @param timeout {@code GRAVAL_BOOTSTRAP_TIMEOUT}: from its start until it answers
 */
public record BootstrapSettings(String image, String imageRocm, Duration timeout) {}
