package dev.rigger.devnet.validator.wire;

import java.time.Instant;

/** A miner's place on the subnet. */
public record Neuron(int uid, String hotkey, String coldkey, Instant registeredAt) {}
