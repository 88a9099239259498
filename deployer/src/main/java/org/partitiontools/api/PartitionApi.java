package org.partitiontools.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Database;
import org.partitiontools.database.ReportedException;
import org.partitiontools.database.Rows;
import org.partitiontools.database.SqlError;
import org.postgresql.util.PSQLException;

/** The public SQL routines and views, called through one connection in autocommit mode. Nothing is decided here. */
public final class PartitionApi {

    /** The SQLSTATE of a job that waits for indexes which are to be built beside the writers of its table: CONCURRENTLY. */
    public static final String KEYS_WANTED = "PP090";
    /** The SQLSTATE of a job that waits for a partition which is to be detached beside the readers of its table: CONCURRENTLY. */
    public static final String DETACH_WANTED = "PP099";

    /** Of a table, of a schema. */
    private static final Set<String> UNKNOWN = Set.of("42P01", "3F000");
    private static final String UNKNOWN_TABLE = "There is none of that name in this database. Create it, or correct the policy: schema and table are keys of their own there"
            + " (schema: sales, table: orders), and a dot is part of a name.";

    private final Connection connection;
    private final Set<String> changed = new TreeSet<>();

    /**
     * @throws ConfigurationException if the bundle is not installed
     */
    public PartitionApi(Connection connection) throws SQLException {
        this.connection = connection;
        if (query("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'partition_tools'").isEmpty()) {
            throw new ConfigurationException("Partition Tools is not installed in database " + connection.getCatalog()
                    + "; install it with: partition-tools deploy");
        }
    }

    /**
     * Fails early and clearly if nothing can be called in a database.
     *
     * @throws ConfigurationException if the bundle is not installed
     */
    public static void requireInstalled(Database database) throws SQLException {
        try (Connection connection = database.open()) {
            new PartitionApi(connection);
        }
    }

    /**
     * The actions that are due.
     *
     * @param asOf the reference time; empty means now
     */
    public Rows plan(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return query(work, "SELECT * FROM partition_tools.plan(?::regclass, ?::json, coalesce(?::timestamptz, now())) ORDER BY ordinal", asOf.orElse(null));
    }

    /**
     * What runs of the months to come would do.
     *
     * @param asOf the time of the first; empty means now
     * @param every an interval, as PostgreSQL reads it
     */
    public Rows simulate(TableWork work, Optional<OffsetDateTime> asOf, int months, String every) throws SQLException {
        return query(work, "SELECT * FROM partition_tools_internal.map_simulation(?::regclass, ?::json, coalesce(?::timestamptz, now()), ?, ?::interval)",
                asOf.orElse(null), months, every);
    }

    /** Raises an error if the policy contradicts itself or does not fit the table. */
    public void checkConfig(TableWork work) throws SQLException {
        query(work, "SELECT partition_tools.check_config(?::regclass, ?::json)");
    }

    /**
     * What is wrong with the partitions.
     *
     * @param asOf the reference time; empty means now
     */
    public Rows checkPartitions(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        return query(work, "SELECT * FROM partition_tools.check_partitions(?::regclass, ?::json, coalesce(?::timestamptz, now()))", asOf.orElse(null));
    }

    /** How many partitions and jobs of each state a table has, what it holds, and how far it reaches; a name for each number. */
    public Map<String, Object> measures(TableWork work) throws SQLException {
        // Greenplum's view knows no partitions that are being detached.
        return query("""
                WITH part AS (
                    SELECT p.lower_time, p.upper_time, p.is_default, p.size, p.estimated_rows,
                           coalesce(row_to_json(p) ->> 'detach_pending' = 'true', false) AS is_detaching
                    FROM partition_tools.partitions AS p
                    WHERE p.root = ?::regclass AND p.is_leaf
                ), ahead AS (
                    SELECT b.lower_time, b.upper_time,
                           b.lower_time > coalesce(max(b.upper_time) OVER (ORDER BY b.lower_time ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), now()) AS after_gap
                    FROM part AS b
                    WHERE NOT b.is_default AND NOT b.is_detaching AND b.upper_time > now()
                ), reach AS (
                    SELECT max(a.upper_time) AS until
                    FROM ahead AS a
                    WHERE NOT EXISTS (SELECT FROM ahead AS g WHERE g.after_gap AND g.lower_time <= a.lower_time)
                ), job AS (
                    SELECT j.state, j.created_at, j.finished_at
                    FROM partition_tools.jobs AS j
                    JOIN pg_catalog.pg_class AS c ON c.oid = ?::regclass
                    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                    WHERE j.target = quote_ident(n.nspname) || '.' || quote_ident(c.relname)
                ), counted AS (
                    SELECT count(CASE WHEN NOT is_default AND NOT is_detaching AND upper_time <= now() THEN 1 END) AS past,
                           count(CASE WHEN NOT is_default AND NOT is_detaching AND lower_time <= now() AND upper_time > now() THEN 1 END) AS current,
                           count(CASE WHEN NOT is_default AND NOT is_detaching AND lower_time > now() THEN 1 END) AS future,
                           count(CASE WHEN is_default THEN 1 END) AS "default",
                           count(CASE WHEN is_detaching THEN 1 END) AS detaching,
                           coalesce(sum(CASE WHEN is_default THEN estimated_rows END), 0)::bigint AS default_rows,
                           coalesce(sum(CASE WHEN is_default THEN size END), 0)::bigint AS default_bytes,
                           coalesce(sum(size), 0)::bigint AS bytes
                    FROM part
                ), worked AS (
                    SELECT count(CASE WHEN state = 'pending' THEN 1 END) AS jobs_pending,
                           count(CASE WHEN state = 'running' THEN 1 END) AS jobs_running,
                           count(CASE WHEN state = 'failed' THEN 1 END) AS jobs_failed,
                           count(CASE WHEN state = 'interrupted' THEN 1 END) AS jobs_interrupted,
                           coalesce(extract(epoch FROM now() - min(CASE WHEN state NOT IN ('completed', 'cancelled') THEN created_at END)), 0)::float8
                               AS oldest_unfinished_job_seconds,
                           extract(epoch FROM max(CASE WHEN state = 'completed' THEN finished_at END))::float8 AS last_success_timestamp_seconds
                    FROM job
                )
                SELECT counted.*, worked.*,
                       CASE WHEN reach.until = 'infinity' THEN 'Infinity'::float8
                            ELSE coalesce(extract(epoch FROM reach.until - now()), 0)::float8 END AS ahead_seconds
                FROM counted CROSS JOIN worked CROSS JOIN reach
                """, work.table(), work.table()).toMaps().get(0);
    }

    /**
     * Persists the actions that are due as jobs.
     *
     * @param asOf the reference time; empty means now
     */
    public List<Job> run(TableWork work, Optional<OffsetDateTime> asOf) throws SQLException {
        set(work);
        // Sooner than for who has to do by hand what a job then asks for: clientStatements. Unless somebody has set it.
        query("SELECT set_config('partition_tools.detach_patience', '30 s', false) WHERE partition_tools_internal.setting('detach_patience', '') = ''");
        Rows jobs = query(work, "SELECT job_id, statement FROM partition_tools.run(?::regclass, ?::json, coalesce(?::timestamptz, now()))", asOf.orElse(null));
        return jobs.values().stream().map(row -> new Job((Long) row.get(0), (String) row.get(1))).toList();
    }

    /** From now on a run of this connection removes partitions also by a reference time that is far ahead of the server's clock. */
    public void allowAnyReferenceTime() throws SQLException {
        query("SELECT pg_catalog.set_config('partition_tools.reference_time', 'any', false)");
    }

    /** Makes the job by which a plain table becomes a partitioned one, or finds the one that has begun to. */
    public Job convert(Conversion conversion) throws SQLException {
        set(conversion.settings());
        Object job = query("SELECT partition_tools_internal.convert_job(?::regclass, ?::name, ?::interval, ?::interval, ?::interval, ?::text, ?::text, coalesce(?::timestamptz, now()))",
                conversion.table(), conversion.column(), conversion.granularity(), conversion.lowerBound().orElse(null), conversion.upperBound().orElse(null),
                conversion.tableSpace().orElse(null), conversion.mode(), conversion.asOf().orElse(null)).values().get(0).get(0);
        return new Job((Long) job, statementFor("start", (Long) job));
    }

    /**
     * Makes the job by which a partitioned table becomes a plain one, or finds the one that has begun to.
     *
     * @param table the name, qualified, and quoted where SQL needs it
     * @param tableSpace where it is to lie; empty means where new partitions would
     * @param settings of the session, without the prefix {@code partition_tools.}
     */
    public Job unpartition(String table, Optional<String> tableSpace, Map<String, String> settings) throws SQLException {
        set(settings);
        Object job = query("SELECT partition_tools_internal.unpartition_job(?::regclass, ?::text)", table, tableSpace.orElse(null)).values().get(0).get(0);
        return new Job((Long) job, statementFor("start", (Long) job));
    }

    /** Sets the session for good. @param settings by their full names */
    public void setAll(Map<String, String> settings) throws SQLException {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            query("SELECT pg_catalog.set_config(?, ?, false)", setting.getKey(), setting.getValue());
        }
    }

    private void set(Map<String, String> settings) throws SQLException {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            query("SELECT set_config('partition_tools.' || ?, ?, false)", setting.getKey(), setting.getValue());
        }
    }

    /** The statement that calls a public routine with the number of a job: engines differ in how. */
    public String statementFor(String routine, long job) throws SQLException {
        // Of a row: with a parameter alone Greenplum calls it while it plans, and forgets what it was about.
        String start = (String) query("SELECT partition_tools_internal.job_statement(n) FROM unnest(ARRAY[?::bigint]) AS n", job).values().get(0).get(0);
        return start.replace(".start(", "." + routine + "(");
    }

    /**
     * The job by which a table was last converted, from plain to partitioned or back by unpartition.
     *
     * @throws ConfigurationException if none is recorded
     */
    public long conversionOf(String table) throws SQLException {
        Object job = query("""
                SELECT max(j.job_id)
                FROM partition_tools.jobs AS j
                WHERE j.operation IN ('partition_table', 'unpartition') AND j.action NOT IN ('keep', 'revert', 'finish') AND j.state = 'completed'
                  AND j.target = (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                                  WHERE c.oid = ?::regclass)
                """, table).values().get(0).get(0);
        if (job == null) {
            throw new ConfigurationException("no conversion of " + table + " is recorded; the view partition_tools.jobs lists the jobs");
        }
        return (Long) job;
    }

    /** The job that keeps the table that was, of the job that has converted it. */
    public long keeperOf(long job) throws SQLException {
        return (Long) query("SELECT partition_tools_internal.keeper_of(?)", job).values().get(0).get(0);
    }

    /** Until when the table is kept that another has replaced; empty where none is. */
    public Optional<String> keptUntil(String table) throws SQLException {
        return Optional.ofNullable((String) query("SELECT date_trunc('second', partition_tools_internal.kept_until(?::regclass))::text", table).values().get(0).get(0));
    }

    /** Whether one of some jobs has made a partitioned table of a plain one. */
    public boolean haveConverted(List<Job> jobs) throws SQLException {
        return !query("SELECT 1 FROM partition_tools.jobs WHERE job_id = ANY (?) AND operation = 'partition_table' AND action = 'convert' AND state = 'completed'",
                connection.createArrayOf("bigint", jobs.stream().map(Job::id).toArray())).isEmpty();
    }

    /**
     * What only a session can execute that is in no transaction, before a job that has failed with {@link #KEYS_WANTED} or {@link #DETACH_WANTED}
     * is started again.
     */
    public List<String> clientStatements(long job) throws SQLException {
        return query("SELECT * FROM partition_tools_internal.client_statements(?)", job).values().stream().map(row -> (String) row.get(0)).toList();
    }

    /**
     * How long the statements that follow may wait for a lock.
     *
     * @param bounded as long as a job would; false for as long as it takes
     */
    public void boundLockWaits(boolean bounded) throws SQLException {
        query("SELECT set_config('lock_timeout', CASE WHEN ? THEN (extract(epoch FROM partition_tools_internal.lock_patience()) * 1000)::bigint ELSE 0 END::text, false)",
                bounded);
    }

    /** Records why a job failed, where the job itself cannot. */
    public void recordFailure(Job job, SqlError error) throws SQLException {
        query("SELECT partition_tools_internal.job_failed(?, ?, ?, ?, ?)",
                job.id(), error.sqlstate(), error.message(), error.detail(), error.hint());
    }

    /** How far some jobs are. */
    public List<JobProgress> progress(List<Job> jobs) throws SQLException {
        Long[] ids = jobs.stream().map(Job::id).toArray(Long[]::new);
        Rows rows = query("""
                SELECT job_id, state,
                       coalesce(phase || CASE WHEN cardinality(phases) > 1 THEN ' (' || phases_done + 1 || '/' || cardinality(phases) || ')' END, phase, ''),
                       rows, coalesce(total, -1)
                FROM partition_tools.jobs
                WHERE job_id = ANY (?)
                """, connection.createArrayOf("bigint", ids));
        return rows.values().stream()
                .map(row -> new JobProgress(
                        (Long) row.get(0), (String) row.get(1), (String) row.get(2), (Long) row.get(3), (Long) row.get(4)))
                .toList();
    }

    /** Whether a job has rows to move, as far as anybody knows. */
    public boolean movesRows(Job job) throws SQLException {
        return progress(List.of(job)).stream().anyMatch(known -> known.total() != 0);
    }

    /** What running ones of some jobs are at, by their numbers: changes that wait to be caught up, pauses, locks and who holds them. */
    public Map<Long, List<String>> activity(List<Job> jobs) throws SQLException {
        Long[] ids = jobs.stream().map(Job::id).toArray(Long[]::new);
        return query("SELECT job_id, remark FROM partition_tools_internal.job_activity(?)", connection.createArrayOf("bigint", ids)).values().stream()
                .collect(Collectors.groupingBy(row -> (Long) row.get(0), Collectors.mapping(row -> (String) row.get(1), Collectors.toList())));
    }

    /**
     * The latest runs, newest first, one row for each table.
     *
     * @param runs how many
     */
    public Rows report(int runs) throws SQLException {
        return query("""
                SELECT run_id, target, kind, date_trunc('second', job_start) AS job_start, state, jobs, completed, rows, total,
                       date_trunc('second', elapsed) AS elapsed, rate, progress, date_trunc('second', eta) AS eta
                FROM partition_tools.report
                WHERE run_id IN (SELECT DISTINCT run_id FROM partition_tools.jobs ORDER BY run_id DESC LIMIT ?)
                ORDER BY run_id DESC, target
                """, runs);
    }

    /**
     * What stopped, and somebody has to look after: a line for each job.
     *
     * @param table empty means every table
     */
    public List<String> unfinished(Optional<String> table) throws SQLException {
        Rows jobs = query("SELECT target, message, hint FROM partition_tools_internal.unfinished_jobs(?::regclass)", table.orElse(null));
        return jobs.values().stream().map(row -> row.get(0) + ": " + row.get(1) + System.lineSeparator() + "  HINT: " + row.get(2)).toList();
    }

    /** The jobs of one run. */
    public Rows jobs(long run) throws SQLException {
        return query("""
                SELECT job_id, target, operation, action, sources, targets, strategy, state, phase, phases_done || '/' || cardinality(phases) AS phases,
                       rows, total, progress,
                       date_trunc('second', elapsed) AS elapsed, rate, date_trunc('second', eta) AS eta,
                       batch, last_key, sqlstate, error, detail, hint
                FROM partition_tools.jobs
                WHERE run_id = ?
                ORDER BY target, ordinal
                """, run);
    }

    /**
     * Makes a run of data migrations, or finds the jobs of one, in the order of their priorities.
     *
     * @param remarks takes what the database has to say about it: that a run goes on, or after which one
     * @throws ConfigurationException if there is nothing to migrate, or no such run
     */
    public List<MigrationJob> migrate(Migration migration, Consumer<String> remarks) throws SQLException {
        query("SELECT set_config('partition_tools.exact_total', ?, false), set_config('partition_tools.full_copy', ?, false)",
                migration.exactTotal() ? "on" : "off", migration.full() ? "on" : "off");
        Rows jobs = migration.resume().isPresent()
                ? ofRun(migration.resume().get())
                : query(remarks, "SELECT job_id FROM partition_tools.run(?::text[])",
                        connection.createArrayOf("text", migration.targets().toArray()));
        if (jobs.isEmpty()) {
            throw new ConfigurationException("no migration is configured; insert into partition_tools.migration_config what is to be copied");
        }
        List<Object> ids = jobs.values().stream().map(row -> row.get(0)).toList();
        // A second statement: the first one's snapshot is older than its jobs.
        Rows details = query("""
                SELECT j.job_id, partition_tools_internal.job_statement(j.job_id), j.run_id, j.target, j.state IN ('completed', 'cancelled')
                FROM partition_tools.jobs AS j
                WHERE j.job_id = ANY (?)
                """, connection.createArrayOf("bigint", ids.toArray()));
        return details.values().stream()
                .sorted(Comparator.comparing(row -> ids.indexOf(row.get(0))))
                .map(row -> new MigrationJob(
                        new Job((Long) row.get(0), (String) row.get(1)), (Long) row.get(2), (String) row.get(3), (Boolean) row.get(4)))
                .toList();
    }

    private Rows ofRun(long run) throws SQLException {
        if (query("SELECT 1 FROM partition_tools.report WHERE run_id = ? AND kind = 'migration'", run).isEmpty()) {
            throw new ConfigurationException("there is no data migration " + run + "; partition-tools report shows the runs");
        }
        return query("SELECT job_id FROM partition_tools.jobs WHERE run_id = ? ORDER BY ordinal", run);
    }

    /** Compares sources and targets of data migrations. */
    public Rows verify(Collection<Long> runs) throws SQLException {
        List<Rows> parts = new ArrayList<>();
        for (Long run : runs) {
            parts.add(query("SELECT * FROM partition_tools.verify(?)", run));
        }
        return Rows.union(parts.isEmpty() ? List.of() : parts.get(0).columns(), parts);
    }

    /** Whether a job cannot be done without one of some others. */
    public boolean needsOneOf(Job job, Collection<Long> others) throws SQLException {
        return (Boolean) query("SELECT partition_tools_internal.job_needs(?) && ?::bigint[]", job.id(),
                connection.createArrayOf("bigint", others.toArray())).values().get(0).get(0);
    }

    /** Whether what comes next in a job is for a worker, and not for a statement. */
    public boolean waitsForWorker(Job job) throws SQLException {
        return (Boolean) query("SELECT partition_tools_internal.job_waits(?)", job.id()).values().get(0).get(0);
    }

    /**
     * The jobs that wait for a worker, in the order in which to do them.
     *
     * @param failed whether those that have failed are among them
     */
    public List<WaitingJob> waiting(boolean failed) throws SQLException {
        return waitingJobs(query("SELECT job_id, partition_tools_internal.job_statement(job_id), target FROM partition_tools_internal.work_waiting(?)", failed));
    }

    /**
     * Makes the job that brings an archive back, or finds it.
     *
     * @param table name of a plain table, {@code schema.name}; empty means as a partition of its table
     */
    public WaitingJob restore(long archive, Optional<String> table) throws SQLException {
        Object job = query("SELECT job_id FROM partition_tools.restore(?, ?)", archive, table.orElse(null)).values().get(0).get(0);
        // A second statement: the first one's snapshot is older than its job.
        return waitingJobs(query("SELECT job_id, partition_tools_internal.job_statement(job_id), target FROM partition_tools.jobs WHERE job_id = ?", job)).get(0);
    }

    private static List<WaitingJob> waitingJobs(Rows rows) {
        return rows.values().stream()
                .map(row -> new WaitingJob(new Job((Long) row.get(0), (String) row.get(1)), (String) row.get(2)))
                .toList();
    }

    /** What has been archived, and where it is; without the manifests. */
    public Rows archives() throws SQLException {
        return query("""
                SELECT archive_id, table_schema, table_name, partition_name, lower_bound, upper_bound, rows, bytes, files, format, compression,
                       server, location, job_id, date_trunc('second', archived_at) AS archived_at, date_trunc('second', restored_at) AS restored_at
                FROM partition_tools.archives
                ORDER BY archive_id
                """);
    }

    /** Asks something of a table, in a session that is set to what it asks for: its name and its policy are the first two parameters. */
    private Rows query(TableWork work, String sql, Object... parameters) throws SQLException {
        set(work);
        try {
            return query(sql, Stream.concat(Stream.of(work.table(), work.operations()), Arrays.stream(parameters)).toArray());
        } catch (PSQLException e) {
            throw isUnknownTable(e) ? new ReportedException(new SqlError(e.getSQLState(), e.getServerErrorMessage().getMessage(), null, UNKNOWN_TABLE), e) : e;
        }
    }

    /** Whether it is the name itself, of which the server makes a table before any routine is called. */
    private static boolean isUnknownTable(PSQLException e) {
        return UNKNOWN.contains(e.getSQLState()) && e.getServerErrorMessage() != null && e.getServerErrorMessage().getWhere() == null;
    }

    /** Sets the session to what the table asks for; what another has asked for is taken back. */
    private void set(TableWork work) throws SQLException {
        for (String name : changed) {
            if (!work.settings().containsKey(name)) {
                takeBack(name);
            }
        }
        changed.clear();
        for (Map.Entry<String, String> setting : work.settings().entrySet()) {
            query("SELECT set_config(?, ?, false)", setting.getKey(), setting.getValue());
            changed.add(setting.getKey());
        }
    }

    /** Settings of ours may come from the role; the others are pinned when a session begins, time limits to none. */
    private void takeBack(String name) throws SQLException {
        if (name.startsWith("partition_tools.")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET " + name);
            }
        } else {
            query("SELECT set_config(?, '0', false)", name);
        }
    }

    /** For the other classes of this package. */
    Rows query(String sql, Object... parameters) throws SQLException {
        return query(notice -> { }, sql, parameters);
    }

    private Rows query(Consumer<String> notices, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                Rows rows = Rows.read(result);
                for (SQLWarning notice = statement.getWarnings(); notice != null; notice = notice.getNextWarning()) {
                    notices.accept(notice.getMessage());
                }
                return rows;
            }
        }
    }
}
