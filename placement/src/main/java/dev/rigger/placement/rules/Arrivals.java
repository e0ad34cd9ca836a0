package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot.OpenLaunch;
import dev.rigger.placement.FleetSnapshot.Stage;

/** What is on its way to each server already. */
public final class Arrivals {

    private final int[] copies;
    private final int[] promisedDiskGib;

    Arrivals(FleetView fleet) {
        copies = new int[fleet.servers()];
        promisedDiskGib = new int[fleet.servers()];
        for (int d = 0; d < fleet.deployments(); d++) {
            int server = fleet.serverOf(d);
            Stage stage = fleet.deployment(d).stage();
            if (server != FleetView.NONE && (stage == Stage.PENDING || stage == Stage.STARTING)) {
                copies[server]++;
            }
        }
        for (OpenLaunch launch : fleet.snapshot().openLaunches()) {
            int server = fleet.serverNumber(launch.serverId());
            int chute = fleet.chuteNumber(launch.chuteId());
            if (server != FleetView.NONE) {
                copies[server]++;
                promisedDiskGib[server] +=
                        chute == FleetView.NONE ? 0 : fleet.chute(chute).needs().diskGib();
            }
        }
    }

    /** Copies that do not serve yet, open launches included. */
    public int onServer(int server) {
        return copies[server];
    }

    /** Disk that open launches will ask for and that the server still counts as free. */
    public int promisedDiskGib(int server) {
        return promisedDiskGib[server];
    }
}
