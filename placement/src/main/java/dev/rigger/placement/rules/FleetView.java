package dev.rigger.placement.rules;

import dev.rigger.placement.FleetSnapshot;
import dev.rigger.placement.FleetSnapshot.Chute;
import dev.rigger.placement.FleetSnapshot.Deployment;
import dev.rigger.placement.FleetSnapshot.Server;
import dev.rigger.placement.GpuKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot with everything numbered, so that rules and policies look things up by index instead of by name. Servers,
 * chutes and deployments have the numbers of their places in the snapshot; pools and kinds are numbered here, kinds in
 * their own order.
 */
public final class FleetView {

    /** In place of a number: there is none. */
    public static final int NONE = -1;

    private final FleetSnapshot snapshot;
    private final Map<String, Integer> serverNumbers;
    private final Map<String, Integer> chuteNumbers;
    private final int[] chuteOfDeployment;
    private final int[] serverOfDeployment;
    private final List<GpuKind> kinds;
    private final List<Pool> pools;
    private final int[][] poolsOfServer;
    private final int[][] poolsOfKind;
    private final int[][] kindsOfChute;
    private final Copies copies;
    private final BackOffs backOffs;
    private final Arrivals arrivals;

    public FleetView(FleetSnapshot snapshot) {
        this.snapshot = snapshot;
        serverNumbers =
                numbers(snapshot.servers().stream().map(Server::serverId).toList());
        chuteNumbers = numbers(snapshot.chutes().stream().map(Chute::chuteId).toList());
        int deployments = snapshot.deployments().size();
        chuteOfDeployment = new int[deployments];
        serverOfDeployment = new int[deployments];
        for (int d = 0; d < deployments; d++) {
            chuteOfDeployment[d] = chuteNumber(deployment(d).chuteId());
            serverOfDeployment[d] = serverNumber(deployment(d).serverId());
        }
        PoolsOfFleet grouped = new PoolsOfFleet(snapshot);
        kinds = grouped.kinds();
        pools = grouped.pools();
        poolsOfServer = grouped.byServer();
        poolsOfKind = grouped.byKind();
        kindsOfChute = kindsOfChutes();
        copies = new Copies(this);
        backOffs = new BackOffs(this);
        arrivals = new Arrivals(this);
    }

    public FleetSnapshot snapshot() {
        return snapshot;
    }

    public int servers() {
        return snapshot.servers().size();
    }

    public int chutes() {
        return snapshot.chutes().size();
    }

    public int deployments() {
        return snapshot.deployments().size();
    }

    public Server server(int server) {
        return snapshot.servers().get(server);
    }

    public Chute chute(int chute) {
        return snapshot.chutes().get(chute);
    }

    public Deployment deployment(int deployment) {
        return snapshot.deployments().get(deployment);
    }

    /** Every kind of GPU in the fleet, once. */
    public List<GpuKind> kinds() {
        return kinds;
    }

    /** Servers in their order, and models of a server by name. */
    public List<Pool> pools() {
        return pools;
    }

    public int[] poolsOfServer(int server) {
        return poolsOfServer[server];
    }

    public int[] poolsOfKind(int kind) {
        return poolsOfKind[kind];
    }

    /** The kinds in the fleet on which the chute may run, ascending. */
    public int[] kindsOfChute(int chute) {
        return kindsOfChute[chute];
    }

    /** Number of a deployment's chute, {@link #NONE} when the snapshot does not know it. */
    public int chuteOf(int deployment) {
        return chuteOfDeployment[deployment];
    }

    /** Number of a deployment's server, {@link #NONE} when the snapshot does not know it. */
    public int serverOf(int deployment) {
        return serverOfDeployment[deployment];
    }

    public int serverNumber(String serverId) {
        return serverNumbers.getOrDefault(serverId, NONE);
    }

    public int chuteNumber(String chuteId) {
        return chuteNumbers.getOrDefault(chuteId, NONE);
    }

    /** What we and others have of each chute. */
    public Copies copies() {
        return copies;
    }

    public BackOffs backOffs() {
        return backOffs;
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    private int[][] kindsOfChutes() {
        int[][] supported = new int[chutes()][];
        Map<List<String>, int[]> plain = new HashMap<>();
        Map<List<String>, int[]> trusted = new HashMap<>();
        for (int c = 0; c < supported.length; c++) {
            Chute chute = chute(c);
            supported[c] = (chute.tee() ? trusted : plain)
                    .computeIfAbsent(chute.supportedGpus(), models -> kindsOf(models, chute.tee()));
        }
        return supported;
    }

    private int[] kindsOf(List<String> models, boolean tee) {
        List<Integer> found = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            if (kinds.get(k).tee() == tee && models.contains(kinds.get(k).model())) {
                found.add(k);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Map<String, Integer> numbers(List<String> ids) {
        Map<String, Integer> numbers = HashMap.newHashMap(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            numbers.putIfAbsent(ids.get(i), i);
        }
        return numbers;
    }
}
