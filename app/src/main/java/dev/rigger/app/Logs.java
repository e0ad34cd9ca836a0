package dev.rigger.app;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** Brings what libraries log through the JDK's own logging to where everything else goes. */
final class Logs {
    private Logs() {}

    static void bridge() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
