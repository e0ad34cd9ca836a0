package dev.rigger.app.up;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells, line by line, what happens in the fleet: it reads the inventory again and again and says what is new. What was
 * there at the first look is old.
 */
final class Story {
    private static final String DEPLOYMENTS = """
            SELECT d.deployment_id, coalesce(c.name, d.chute_id), s.name, d.phase,
                   (SELECT count(*) FROM gpus g WHERE g.deployment_id = d.deployment_id)
            FROM deployments d JOIN servers s USING (server_id) LEFT JOIN chutes c USING (chute_id)
            ORDER BY d.created_at""";

    /** Tables that only grow are looked at near their ends. */
    private static final String LATELY = "at > now() - interval '10 minutes'";

    private record Running(String chute, String server, String phase) {}

    private final String jdbcUrl;
    private final String user;
    private final Terminal terminal;
    private final Map<String, Running> running = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private @Nullable Connection connection;
    private boolean firstLook = true;

    Story(String jdbcUrl, String user, Terminal terminal) {
        this.jdbcUrl = jdbcUrl;
        this.user = user;
        this.terminal = terminal;
    }

    /** One look; a database that is away is looked at again next time. */
    void tellWhatIsNew() {
        try {
            Connection open = connected();
            tellProgress(open);
            tellChutes(open);
            tellProofs(open);
            tellDeployments(open);
            tellBounties(open);
            tellCacheReports(open);
            firstLook = false;
        } catch (SQLException away) {
            disconnect();
        }
    }

    private void tellProgress(Connection open) throws SQLException {
        for (List<String> row :
                rows(open, "SELECT stream, number, message FROM progress WHERE " + LATELY + " ORDER BY at, number")) {
            int number = Integer.parseInt(row.get(1));
            if (number > told.getOrDefault(row.get(0), -1)) {
                told.put(row.get(0), number);
                say(subject(row.get(0)) + ": " + row.get(2).lines().findFirst().orElse(""));
            }
        }
    }

    private void tellChutes(Connection open) throws SQLException {
        String chutes = "SELECT chute_id, coalesce(name, chute_id), gpu_count, array_to_string(supported_gpus, ', ')"
                + " FROM chutes ORDER BY created_at";
        for (List<String> row : rows(open, chutes)) {
            if (known.add("chute/" + row.get(0))) {
                say("Chute " + row.get(1) + " created by the validator: " + gpus(row.get(2)) + " of " + row.get(3));
            }
        }
    }

    private void tellProofs(Connection open) throws SQLException {
        String proven = "SELECT s.server_id, s.name, count(*), min(g.model_short_ref) FROM gpus g JOIN servers s"
                + " USING (server_id) WHERE g.verified GROUP BY s.server_id, s.name";
        for (List<String> row : rows(open, proven)) {
            if (known.add("proven/" + row.get(0) + "/" + row.get(2))) {
                say(row.get(1) + ": " + gpus(row.get(2)) + " (" + row.get(3) + ") proven and verified");
            }
        }
    }

    private void tellDeployments(Connection open) throws SQLException {
        Set<String> gone = new HashSet<>(running.keySet());
        for (List<String> row : rows(open, DEPLOYMENTS)) {
            gone.remove(row.get(0));
            Running now = new Running(row.get(1), row.get(2), row.get(3));
            Running before = running.put(row.get(0), now);
            if (!now.equals(before)) {
                say(deployment(row.get(0), now) + ", " + gpus(row.get(4)) + ": "
                        + now.phase().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            }
        }
        for (String id : gone) {
            Running ended = running.remove(id);
            if (ended != null) {
                say(deployment(id, ended) + ": gone, its GPUs are free" + because(open, id));
            }
        }
    }

    private static String because(Connection open, String deploymentId) throws SQLException {
        try (PreparedStatement statement =
                open.prepareStatement("SELECT reason FROM deployment_audit WHERE deployment_id = ?")) {
            statement.setString(1, deploymentId);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getString(1) != null ? " (" + result.getString(1) + ")" : "";
            }
        }
    }

    private void tellBounties(Connection open) throws SQLException {
        String outcomes = "SELECT b.event_key, coalesce(c.name, b.chute_id), b.amount, b.result, b.why"
                + " FROM bounty_outcomes b LEFT JOIN chutes c USING (chute_id) WHERE b." + LATELY + " ORDER BY b.at";
        for (List<String> row : rows(open, outcomes)) {
            if (known.add("bounty/" + row.get(0))) {
                say("Bounty of " + row.get(2) + " for " + row.get(1) + ": "
                        + row.get(3).toLowerCase(java.util.Locale.ROOT) + " (" + row.get(4) + ")");
            }
        }
    }

    private void tellCacheReports(Connection open) throws SQLException {
        String reports = "SELECT cleanup_id, server_name, bytes_freed, entries_removed, code, what FROM cache_reports"
                + " WHERE " + LATELY + " ORDER BY at";
        for (List<String> row : rows(open, reports)) {
            if (known.add("cache/" + row.get(0))) {
                say("Cache of " + row.get(1) + " cleaned: " + row.get(3) + " entries, "
                        + gib(Long.parseLong(row.get(2))) + " GiB freed (" + row.get(4) + ": " + row.get(5) + ")");
            }
        }
    }

    private static String deployment(String id, Running deployment) {
        return "Deployment " + id.substring(0, Math.min(8, id.length())) + " of " + deployment.chute() + " on "
                + deployment.server();
    }

    /** Streams are named kind/subject, and where each run has one of its own, by the run too. */
    private static String subject(String stream) {
        return stream.replaceFirst("^[a-z]+/", "").replaceFirst("[ /].*$", "");
    }

    private static String gpus(String count) {
        return count + (count.equals("1") ? " GPU" : " GPUs");
    }

    private static long gib(long bytes) {
        return bytes >> 30;
    }

    private void say(String line) {
        if (!firstLook) {
            terminal.say(line);
        }
    }

    private static List<List<String>> rows(Connection open, String query) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(query);
                ResultSet result = statement.executeQuery()) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "" : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(jdbcUrl, user, "");
            open.setReadOnly(true);
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (SQLException alreadyGone) {
                // It is thrown away because it broke; there is nothing left to tell.
            }
        }
    }
}
