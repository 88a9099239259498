package org.partitiontools.testing;

import java.sql.SQLException;
import java.util.List;
import org.partitiontools.lifecycle.Await;

/** A subscription of one database of a server to publications of another. Both outlive it. */
public final class Subscriber implements AutoCloseable {

    private final TestDatabase publisher;
    private final TestDatabase database;
    private final String slot;

    private Subscriber(TestDatabase publisher, TestDatabase database) {
        this.publisher = publisher;
        this.database = database;
        this.slot = "slot_" + database.name();
    }

    /** Subscribes, and returns when the rows that are there have been copied. The tables must exist. */
    public static Subscriber create(TestDatabase publisher, TestDatabase database, String publication) throws SQLException, InterruptedException {
        Subscriber subscriber = new Subscriber(publisher, database);
        // Made by CREATE SUBSCRIPTION itself, the slot would wait for its transaction, which is one of the same server.
        publisher.execute("SELECT pg_create_logical_replication_slot('" + subscriber.slot + "', 'pgoutput')");
        database.execute("CREATE SUBSCRIPTION s CONNECTION 'host=localhost port=" + publisher.server().port() + " user=postgres dbname="
                + publisher.name() + "' PUBLICATION " + publication + " WITH (create_slot = false, slot_name = " + subscriber.slot + ")");
        try {
            subscriber.catchUp();
        } catch (AssertionError | SQLException | InterruptedException e) {
            subscriber.close();
            throw e;
        }
        return subscriber;
    }

    public TestDatabase database() {
        return database;
    }

    /** Waits until everything is applied that the publisher has committed so far. */
    public void catchUp() throws SQLException, InterruptedException {
        String position = position();
        Await.until("the subscriber has applied everything", () -> has(position)
                && database.queryForStrings("SELECT 1 FROM pg_subscription_rel WHERE srsubstate <> 'r'").isEmpty());
    }

    /** Waits until the subscriber has come to a position of the publisher, or waits for a lock on a table of its own. */
    public void catchUp(String position, String table) throws SQLException, InterruptedException {
        Await.until("the subscriber has come to " + position + " or " + table, () -> has(position)
                || !database.queryForStrings("SELECT 1 FROM pg_locks WHERE relation = ?::text::regclass AND NOT granted", table).isEmpty());
    }

    /** Where the publisher is now. */
    public String position() throws SQLException {
        // What has been committed asynchronously may not have been written yet; this commit writes it.
        publisher.execute("SET synchronous_commit = on", "BEGIN; SELECT pg_logical_emit_message(true, 'partition_tools', ''); COMMIT");
        return publisher.queryForString("SELECT pg_current_wal_lsn()");
    }

    private boolean has(String position) throws SQLException {
        return publisher.queryForString("SELECT confirmed_flush_lsn >= ?::text::pg_lsn FROM pg_replication_slots WHERE slot_name = ?", position, slot)
                .equals("true");
    }

    /** Stops applying, and returns when nobody applies any more. */
    public void disable() throws SQLException, InterruptedException {
        database.execute("ALTER SUBSCRIPTION s DISABLE");
        Await.until("nobody applies", () -> database.queryForStrings("SELECT 1 FROM pg_stat_subscription WHERE pid IS NOT NULL").isEmpty());
    }

    /** What the subscription knows, in alphabetical order. */
    public List<String> tables() throws SQLException {
        return database.queryForStrings("SELECT srrelid::regclass::text FROM pg_subscription_rel ORDER BY 1");
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        disable();
        Await.until("nobody uses the slot", () -> publisher.queryForStrings(
                "SELECT 1 FROM pg_replication_slots WHERE active AND (slot_name = ? OR slot_name LIKE 'pg\\_%')", slot).isEmpty());
        database.execute("ALTER SUBSCRIPTION s SET (slot_name = NONE)", "DROP SUBSCRIPTION s");
        publisher.execute("SELECT pg_drop_replication_slot('" + slot + "')");
    }
}
