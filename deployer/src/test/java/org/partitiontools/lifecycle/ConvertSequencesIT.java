package org.partitiontools.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.PGConnection;

/** Rapid insertion through a conversion, the way back and a second conversion: every row is there once, and no number is missing or given twice. */
@PartitionToolsDatabase(owner = true)
class ConvertSequencesIT {

    private static final String CONVERT = "CALL partition_tools.partition_table('event', 'at', '1 day')";
    private static final String LATEST = "SELECT max(job_id) FROM partition_tools.jobs WHERE action = 'convert'";

    private final AtomicLong inserted = new AtomicLong();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    @Test
    void noNumberIsMissingOrGivenTwice(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh(); JobSession session = JobSession.open(database)) {
            database.execute("CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number serial, at timestamptz NOT NULL DEFAULT now(), value int)",
                    "CREATE VIEW recent AS SELECT * FROM event WHERE at > now() - interval '1 hour'",
                    "INSERT INTO event (at, value) SELECT now() - g * interval '1 hour', g FROM generate_series(1, 2000) AS g");
            inserted.set(2000);
            List<CompletableFuture<Void>> writers = new ArrayList<>(List.of(
                    Background.run(() -> insert(database, "INSERT INTO event (value) VALUES (1)", 1)),
                    Background.run(() -> insert(database, "INSERT INTO event (at, value) SELECT now() - g * interval '1 day', g FROM generate_series(1, 5) AS g", 5)),
                    Background.run(() -> insert(database, "INSERT INTO recent (value) VALUES (2)", 1)),
                    Background.run(() -> copy(database))));
            try {
                session.execute(CONVERT);
                more();
                session.execute("CALL partition_tools.revert(" + database.queryForString(LATEST) + ")");
                more();
                session.execute(CONVERT);
                more();
            } finally {
                stopped = true;
                writers.forEach(writer -> writer.handle((nothing, error) -> error == null || errors.add(error.toString())).join());
            }
            assertThat(errors).isEmpty();
            String all = Long.toString(inserted.get());
            assertThat(database.queryForString("SELECT concat_ws(' ', count(*), count(DISTINCT id), min(id), max(id), count(DISTINCT number), max(number)) FROM event"))
                    .isEqualTo(String.join(" ", all, all, "1", all, all, all));
            assertThat(database.queryForString("SELECT pg_get_serial_sequence('event', 'number') || ' ' || pg_get_serial_sequence('event', 'id')"))
                    .isEqualTo("public.event_number_seq public.event_id_seq");
        }
    }

    private void more() throws Exception {
        long before = inserted.get();
        Await.until("rows", () -> inserted.get() > before + 100 || !errors.isEmpty());
    }

    private void insert(TestDatabase database, String sql, int rows) throws SQLException {
        try (Connection connection = database.connect(); var statement = connection.prepareStatement(sql)) {
            while (!stopped) {
                statement.executeUpdate();
                inserted.addAndGet(rows);
            }
        }
    }

    private void copy(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '60s'");
            while (!stopped) {
                inserted.addAndGet(connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY event (value) FROM STDIN", new StringReader("1\n2\n3\n")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
