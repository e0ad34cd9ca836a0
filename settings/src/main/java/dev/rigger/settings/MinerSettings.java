package dev.rigger.settings;

/**
 * Who we are.
 *
 * @param ss58 {@code MINER_SS58}: our hotkey's address, format 42
 * @param seed {@code MINER_SEED}: 32 bytes in hex, with or without 0x; must belong to the address
 */
public record MinerSettings(String ss58, Secret seed) {}
