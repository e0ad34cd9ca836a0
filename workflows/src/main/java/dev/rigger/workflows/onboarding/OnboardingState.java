package dev.rigger.workflows.onboarding;

import java.util.List;

public record OnboardingState(String step, List<String> stepsDone, String waitingFor) {}
