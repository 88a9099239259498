package org.partitiontools.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.partitiontools.database.Database;

/** Looks every 10 ms what the sessions of a load wait for; only where {@code -Dbench.waits=true} asks for it. */
final class Waits implements AutoCloseable {

    private static final String QUERY = "SELECT coalesce(wait_event_type || ' ' || wait_event, 'running') FROM pg_stat_activity WHERE application_name = ? AND state = 'active'";

    private final Thread thread;
    private final List<Sample> samples = new ArrayList<>();
    private volatile boolean stopped;

    private record Sample(long at, String event) {
    }

    Waits(Database database) {
        this.thread = new Thread(() -> run(database), "waits");
        if (Boolean.getBoolean("bench.waits")) {
            thread.start();
        }
    }

    private void run(Database database) {
        try (Connection connection = database.getConnection(); PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, Load.NAME);
            while (!stopped) {
                long at = System.nanoTime();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        add(new Sample(at, row.getString(1)));
                    }
                }
                Thread.sleep(10);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(Sample sample) {
        samples.add(sample);
    }

    /** How often each was seen in a span of System.nanoTime(). */
    synchronized Map<String, Integer> between(long from, long until) {
        Map<String, Integer> result = new HashMap<>();
        for (Sample sample : samples) {
            if (sample.at() >= from && sample.at() < until) {
                result.merge(sample.event(), 1, Integer::sum);
            }
        }
        return result;
    }

    /** The most frequent ones, in words. */
    static String text(Map<String, Integer> waits) {
        return waits.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(4)
                .map(w -> w.getValue() + " " + w.getKey()).collect(Collectors.joining(", "));
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
