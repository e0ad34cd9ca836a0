package dev.rigger.app.up;

import java.util.List;
import java.util.Map;

/**
 * One of our processes, as it is to be started. Secrets go by the environment, never by the arguments, which every user
 * of the machine can read.
 *
 * @param name for people, and of its log and pid files
 * @param arguments after the program's name
 */
record ChildPlan(String name, List<String> arguments, Map<String, String> environment, String heap) {
    ChildPlan {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return name;
    }
}
