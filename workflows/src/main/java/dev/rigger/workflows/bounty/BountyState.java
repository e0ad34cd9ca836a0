package dev.rigger.workflows.bounty;

import java.util.List;

public record BountyState(long amount, double boost, int announcements, List<String> deploymentsUnderWay) {}
