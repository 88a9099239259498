package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/** Compares the table with the twin, in snapshots that are older than the first look at the table. */
final class ReaderSession extends Session {

    ReaderSession(Schedule schedule, int number, Random random) {
        super(schedule, "reader " + number, random);
    }

    @Override
    void act() throws SQLException, InterruptedException, Finding {
        switch (random().nextInt(8)) {
            case 0 -> oneStatement();
            case 1 -> slowStatement();
            case 2 -> exported();
            case 3 -> byKey();
            case 4 -> asReader();
            default -> repeatable();
        }
    }

    private void oneStatement() throws SQLException, Finding {
        transaction(Connection.TRANSACTION_READ_COMMITTED);
        compare("one statement", schedule().oracle().differences());
        connection().commit();
    }

    /** A function that has its snapshot long before it looks. */
    private void slowStatement() throws SQLException, Finding {
        transaction(Connection.TRANSACTION_READ_COMMITTED);
        double seconds = random().nextInt(600) / 1000.0;
        compare("a statement that sleeps " + seconds + " s and then reads", "SELECT ref.slow_differences(" + seconds + ")");
        connection().commit();
    }

    private void repeatable() throws SQLException, InterruptedException, Finding {
        transaction(random().nextInt(4) == 0 ? Connection.TRANSACTION_SERIALIZABLE : Connection.TRANSACTION_REPEATABLE_READ);
        sides().query("SELECT count(*) FROM ref.customers");
        long passed = hold();
        compare("repeatable read, snapshot " + passed + " ms old", schedule().oracle().differences());
        if (random().nextBoolean()) {
            Thread.sleep(random().nextInt(100));
            compare("repeatable read, again", schedule().oracle().differences());
        }
        connection().commit();
    }

    /** By way of indexes, one row after the other. */
    private void byKey() throws SQLException, InterruptedException, Finding {
        transaction(Connection.TRANSACTION_REPEATABLE_READ);
        sides().query("SELECT count(*) FROM ref.customers");
        long passed = hold();
        sides().execute("SET LOCAL enable_seqscan = off");
        for (int i = 0; i < 10; i++) {
            sides().both("SELECT x::text FROM $S.t AS x WHERE rid = " + (1 + random().nextInt(schedule().table().rows())) + schedule().oracle().notAvoided());
        }
        note("ten rows by key, snapshot " + passed + " ms old: equal");
        connection().commit();
    }

    /** As a role that row security applies to; and nothing that a job makes may show more than the table does. */
    private void asReader() throws SQLException, Finding {
        transaction(Connection.TRANSACTION_REPEATABLE_READ);
        List<String> open = sides().query("SELECT c.oid::regclass FROM pg_class c WHERE c.relname LIKE 'partition\\_tools\\_j%' AND c.relkind = 'r' AND NOT c.relrowsecurity"
                + " AND has_schema_privilege('adversary_reader', c.relnamespace, 'USAGE') AND has_any_column_privilege('adversary_reader', c.oid, 'SELECT')"
                + " AND NOT EXISTS (SELECT FROM pg_inherits i JOIN pg_class l ON l.oid = i.inhrelid WHERE i.inhparent = 'app.t'::regclass AND NOT l.relrowsecurity)");
        if (!open.isEmpty()) {
            throw new Finding("staging can be read by a role that row security keeps from the partitions: " + open);
        }
        sides().execute("SET LOCAL ROLE adversary_reader");
        sides().execute("SAVEPOINT reader");
        try {
            sides().query("SELECT x::text FROM truth.t AS x");
        } catch (SQLException e) {
            sides().execute("ROLLBACK TO reader");
            sides().bothRefuse("SELECT x::text FROM $S.t AS x");
            connection().rollback();
            return;
        }
        sides().both("SELECT x::text FROM $S.t AS x WHERE true" + schedule().oracle().notAvoided());
        note("as a role with row security: equal");
        connection().commit();
    }

    /** A snapshot of another transaction, which has ended when the table is read. */
    private void exported() throws SQLException, InterruptedException, Finding {
        try (Connection other = schedule().connect(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            String snapshot = new Sides(other).query("SELECT pg_export_snapshot()").get(0);
            long passed = hold();
            transaction(Connection.TRANSACTION_REPEATABLE_READ);
            sides().execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
            other.commit();
            passed += hold();
            compare("imported snapshot, " + passed + " ms old", schedule().oracle().differences());
            connection().commit();
        }
    }

    private void compare(String how, String query) throws SQLException, Finding {
        List<String> differences;
        try {
            differences = sides().query(query);
        } catch (SQLException e) {
            throw new Sides.TableError(e);
        }
        if (!differences.isEmpty()) {
            throw new Finding("a reader (" + how + ") sees " + differences.size() + " rows on one side only, such as " + Oracle.brief(differences.get(0)));
        }
        schedule().trace().did("comparisons");
        note(how + ": equal");
    }
}
