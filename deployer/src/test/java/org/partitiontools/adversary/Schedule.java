package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.partitiontools.adversary.TableShape.Leaf;
import org.partitiontools.testing.TestDatabase;

/** A job on a table, and sessions that do what they can against it: all of it follows from the seed, but for the scheduler. */
final class Schedule {

    private static final long LONGEST_MILLIS = 6_000;
    private static final long HANGS_MILLIS = 60_000;

    private final long seed;
    private final TestDatabase database;
    private final Trace trace = new Trace();
    private final Random random;
    private final JobShape job;
    private final TableShape table;
    private final Definitions definitions;
    private final Oracle oracle;
    private final Conductor conductor;
    private final int version;
    private final Set<Integer> jobPids = ConcurrentHashMap.newKeySet();
    private final Set<Integer> helperPids = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private volatile boolean over;
    private volatile int swaps;
    private volatile boolean changedSinceSwap;
    private boolean sabotaged;

    Schedule(long seed, TestDatabase database) throws SQLException {
        this.seed = seed;
        this.database = database;
        this.version = Integer.parseInt(database.queryForString("SHOW server_version_num"));
        this.random = new Random(seed * 7919);
        this.job = new JobShape(random);
        this.table = new TableShape(random, job.leaves(), job.kind().byPolicy(), version);
        this.definitions = new Definitions(random, table, 1000);
        this.oracle = new Oracle(this);
        this.conductor = new Conductor(this, new Random(seed * 31));
    }

    /** Runs it; what it found is in the trace. */
    void run() throws SQLException, InterruptedException {
        prepare();
        appoint();
        Thread main = new Thread(conductor, "conductor");
        List<Thread> threads = sessions.stream().map(session -> new Thread(session, "session")).toList();
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
        main.setDaemon(true);
        main.start();
        main.join(LONGEST_MILLIS);
        over = true;
        main.join(HANGS_MILLIS);
        for (Thread thread : threads) {
            thread.join(HANGS_MILLIS);
        }
        if (main.isAlive() || threads.stream().anyMatch(Thread::isAlive)) {
            trace.finding("all", "a session does not end: " + database.queryForStrings(
                    "SELECT concat_ws(' ', pid, state, wait_event, query) FROM pg_stat_activity WHERE datname = current_database()"));
            return;
        }
        forgetPrepared();
        conductor.finish();
        outcome(job.kind() + " " + conductor.state());
        oracle.check(conductor.state().equals("completed"));
    }

    private void prepare() throws SQLException {
        List<String> properties = properties();
        try (Connection connection = connect()) {
            Sides sides = new Sides(connection);
            sides.execute(Oracle.REFERENCE);
            for (String schema : List.of("truth", "app")) {
                sides.execute("CREATE SCHEMA " + schema);
                for (String statement : table.definition()) {
                    sides.execute(statement.replace("$S", schema));
                }
                for (String statement : properties) {
                    tolerant(sides, statement.replace("$S", schema));
                }
            }
            sides.execute("GRANT USAGE ON SCHEMA app, truth, ref TO adversary_reader");
            sides.execute("SET session_replication_role = replica");
            fill(sides);
            sides.execute("INSERT INTO app.t (" + table.columnList() + ") SELECT " + table.columnList() + " FROM truth.t");
            sides.execute("ANALYZE");
            sides.execute(oracle.slowDifferences());
        }
    }

    /** Properties that the table has from the start; all partitions the same ones, now and then. */
    private List<String> properties() {
        List<String> statements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            statements.addAll(definitions.ofTable());
        }
        boolean alike = random.nextBoolean();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<String> ofLeaf = definitions.ofLeaf();
            Leaf one = table.leaves().get(random.nextInt(table.leaves().size()));
            for (Leaf leaf : table.leaves()) {
                if (alike || leaf == one) {
                    ofLeaf.forEach(statement -> statements.add(statement.replace("$L", leaf.name())));
                }
            }
        }
        return statements;
    }

    /** Some random properties do not go together. */
    private void tolerant(Sides sides, String statement) {
        try {
            sides.execute(statement);
            trace.note("setup", statement);
        } catch (SQLException e) {
            if (!List.of("42704", "0A000", "42P01", "42710").contains(String.valueOf(e.getSQLState()))) {
                throw new IllegalStateException(statement, e);
            }
        }
    }

    private void fill(Sides sides) throws SQLException {
        int size = 1000;
        for (int first = 1; first <= table.rows(); first += size) {
            StringBuilder days = new StringBuilder();
            for (int i = first; i < Math.min(first + size, table.rows() + 1); i++) {
                Double day = table.day(random, 0, 0);
                days.append(days.isEmpty() ? "" : ", ").append('(').append(i).append("::bigint, ").append(day == null ? "NULL" : day.toString()).append("::float8)");
            }
            sides.execute("INSERT INTO truth.t (" + table.columnList() + ") SELECT " + table.values("v.g", "v.d") + " FROM (VALUES " + days + ") AS v(g, d)");
        }
    }

    private void appoint() {
        int count = 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Random own = new Random(seed * 1009 + i);
            int role = i == 0 ? 0 : random.nextInt(11);
            if (role < 5) {
                sessions.add(new WriterSession(this, i, own));
            } else if (role < 8) {
                sessions.add(new ReaderSession(this, i, own));
            } else if (role < 10) {
                sessions.add(new DefinitionSession(this, i, own, new Definitions(own, table, 2000 + 1000 * i)));
            } else {
                sabotaged = true;
                sessions.add(new Saboteur(this, i, own));
            }
        }
        Random helping = new Random(seed * 613);
        for (int i = helping.nextInt(2) * (1 + helping.nextInt(3)); i > 0; i--) {
            sessions.add(new HelperSession(this, i, new Random(seed * 617 + i)));
        }
    }

    private void forgetPrepared() throws SQLException {
        for (String gid : database.queryForStrings("SELECT gid FROM pg_prepared_xacts WHERE database = current_database()")) {
            database.execute("ROLLBACK PREPARED '" + gid + "'");
        }
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    TestDatabase database() {
        return database;
    }

    /** A definition has changed: that of a partition, or, where {@code leaf} is null, the table's. */
    void changed(Leaf leaf) {
        if (leaf != null && swaps > 0) {
            changedSinceSwap = true;
        }
    }

    boolean changedSinceSwap() {
        return changedSinceSwap;
    }

    void swapped() {
        swaps++;
    }

    int swaps() {
        return swaps;
    }

    synchronized void outcome(String what) {
        outcomes.merge(what, 1, Integer::sum);
    }

    synchronized Map<String, Integer> outcomes() {
        return new TreeMap<>(outcomes);
    }

    String name() {
        return "adversary_" + seed;
    }

    boolean over() {
        return over;
    }

    boolean sabotaged() {
        return sabotaged;
    }

    int jobPid() {
        return conductor.pid();
    }

    Set<Integer> jobPids() {
        return jobPids;
    }

    /** The processes that help with the job at present. */
    Set<Integer> helperPids() {
        return helperPids;
    }

    Conductor conductor() {
        return conductor;
    }

    Trace trace() {
        return trace;
    }

    JobShape job() {
        return job;
    }

    TableShape table() {
        return table;
    }

    Oracle oracle() {
        return oracle;
    }

    int version() {
        return version;
    }

    /** Everything somebody needs who looks into it. */
    String story() {
        return "seed " + seed + ": " + job + "\n" + table + "\n" + String.join("\n", trace.lines());
    }

}
