package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.postgresql.PGConnection;

/** Has the job made and executed, again and again while it is interrupted, and sometimes cancels it. */
final class Conductor implements Runnable {

    private static final String NAME = "job";
    private static final int ATTEMPTS = 6;
    private static final int JOBS = 2;
    private static final int STEPS = 400;

    private final Schedule schedule;
    private final Random random;
    private volatile long job;
    private volatile int pid;
    private volatile boolean stepping;
    private volatile boolean cancelRequested;

    Conductor(Schedule schedule, Random random) {
        this.schedule = schedule;
        this.random = random;
    }

    /** The process that executes the job; 0 while there is none. */
    int pid() {
        return pid;
    }

    long job() {
        return job;
    }

    @Override
    public void run() {
        try {
            Thread.sleep(random.nextInt(150));
            // Another one only where the first has left everything as it was.
            for (int i = 0; i < JOBS && List.of("none", "cancelled").contains(state()); i++) {
                if (create()) {
                    execute();
                }
            }
            if ("completed".equals(state())) {
                schedule.swapped();
            }
            Thread.sleep(150 + random.nextInt(300));
        } catch (SQLException e) {
            schedule.trace().finding(NAME, "the conductor broke: " + Errors.text(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            schedule.trace().finding(NAME, "the conductor broke: " + e);
        }
    }

    private boolean create() throws SQLException {
        try (Connection connection = schedule.connect()) {
            List<String> jobs = new Sides(connection).query(schedule.job().create(schedule.table()));
            if (jobs.isEmpty()) {
                schedule.trace().note(NAME, "nothing to do");
                return false;
            }
            job = Long.parseLong(jobs.get(0));
            schedule.trace().note(NAME, "job " + job + " made");
            return true;
        } catch (SQLException e) {
            judge("the job cannot be made", e);
            return false;
        }
    }

    private void execute() throws SQLException, InterruptedException {
        for (int i = 0; i < ATTEMPTS && unfinished() && !schedule.over(); i++) {
            if (cancelRequested || i > 0 && random.nextInt(5) == 0) {
                cancelRequested = false;
                cancel();
            } else {
                attempt();
            }
            Thread.sleep(random.nextInt(60));
        }
    }

    private void attempt() throws SQLException, InterruptedException {
        try (Connection connection = schedule.connect()) {
            Sides sides = new Sides(connection);
            pid = connection.unwrap(PGConnection.class).getBackendPID();
            schedule.jobPids().add(pid);
            settings(sides);
            stepping = random.nextInt(2) == 0;
            if (stepping) {
                step(sides);
            } else {
                schedule.trace().note(NAME, "start");
                sides.execute("CALL partition_tools.start(" + job + ")");
            }
            schedule.trace().note(NAME, "is " + state());
        } catch (SQLException e) {
            judge("the job fails", e);
        } finally {
            pid = 0;
            stepping = false;
        }
    }

    private void settings(Sides sides) throws SQLException {
        sides.execute("SET statement_timeout = '60s'");
        sides.execute("SET partition_tools.lock_patience = '" + (500 + random.nextInt(2500)) + "ms'");
        sides.execute("SET partition_tools.snapshot_patience = '" + (500 + random.nextInt(2500)) + "ms'");
        sides.execute("SET partition_tools.batch_ms = '" + (1 + random.nextInt(30)) + "'");
        if (random.nextInt(3) == 0) {
            sides.execute("SET partition_tools.rows_per_second = '" + (1000 + random.nextInt(9000)) + "'");
        }
        if (random.nextInt(4) == 0) {
            sides.execute("SET default_transaction_isolation = 'repeatable read'");
            sides.execute("SET timezone = 'Asia/Kolkata'");
            sides.execute("SET datestyle = 'ISO, DMY'");
            sides.execute("SET extra_float_digits = -5");
        }
    }

    /** Does what start does, but slowly, so that others come between any two steps. */
    private void step(Sides sides) throws SQLException, InterruptedException {
        String state = "";
        int pause = random.nextInt(120);
        sides.execute("SET default_transaction_isolation = 'read committed'");
        sides.execute("SET lock_timeout = '300ms'");
        if (!sides.query("SELECT partition_tools_internal.table_lock(" + job + ", 0)").get(0).equals("t")) {
            schedule.trace().note(NAME, "another session works on it");
            return;
        }
        sides.query("SELECT pg_advisory_lock(1347702786, partition_tools_internal.job_lock_key(" + job + "))");
        if (!unfinished()) {
            return;
        }
        for (int i = 0; i < STEPS && !state.startsWith("completed") && !state.startsWith("cancelled"); i++) {
            if (schedule.over() || cancelRequested || random.nextInt(60) == 0) {
                schedule.trace().note(NAME, "stops after " + state);
                return;
            }
            try {
                sides.execute("SELECT partition_tools_internal.job_step(" + job + ")");
            } catch (SQLException e) {
                if (!List.of("55P03", "PP054", "40P01").contains(String.valueOf(e.getSQLState())) || i > STEPS / 2) {
                    schedule.trace().note(NAME, "step: " + Errors.text(e));
                    break;
                }
                Thread.sleep(30);
            }
            String next = sides.query("SELECT concat(state, ', then ', phase) FROM partition_tools.jobs WHERE job_id = " + job).get(0);
            if (!next.equals(state)) {
                state = next;
                schedule.trace().note(NAME, "step: " + state);
                if (state.endsWith("clean_up")) {
                    schedule.swapped();
                }
            }
            Thread.sleep(random.nextInt(3) == 0 ? pause : 2);
        }
        if (!state.startsWith("completed")) {
            // Records what has gone wrong, or goes on.
            sides.execute("CALL partition_tools.start(" + job + ")");
        }
    }

    private void cancel() throws SQLException {
        try (Connection connection = schedule.connect()) {
            Sides sides = new Sides(connection);
            sides.execute("SET partition_tools.lock_patience = '2s'");
            schedule.trace().note(NAME, "cancel");
            sides.execute("CALL partition_tools.cancel(" + job + ")");
            schedule.trace().note(NAME, "is " + state());
        } catch (SQLException e) {
            judge("the job cannot be cancelled", e);
        }
    }

    /** Another session cancels the job; one that is done step by step has to stop first. */
    void cancelFrom(Session session) throws SQLException {
        if (stepping && random.nextBoolean()) {
            cancelRequested = true;
            return;
        }
        session.note("cancel of job " + job);
        try {
            session.autocommit("SET partition_tools.lock_patience = '2s'");
            session.autocommit("CALL partition_tools.cancel(" + job + ")");
        } catch (SQLException e) {
            judge("the job cannot be cancelled by another session", e);
        }
        session.note("job is " + state());
    }

    /** With nobody else there: it has to complete, or to leave nothing. */
    void finish() throws SQLException {
        schedule.jobPids().clear();
        for (int i = 0; i < 3 && unfinished(); i++) {
            try (Connection connection = schedule.connect()) {
                schedule.trace().note(NAME, "start, alone");
                new Sides(connection).execute("SET statement_timeout = '60s'; SET partition_tools.lock_patience = '10s'; SET partition_tools.snapshot_patience = '10s'");
                new Sides(connection).execute("CALL partition_tools.start(" + job + ")");
            } catch (SQLException e) {
                judge("the job fails, alone", e);
            }
        }
        if (unfinished()) {
            cancel();
            if (unfinished()) {
                schedule.trace().finding(NAME, "the job can be neither finished nor cancelled: " + state());
            }
        }
    }

    private void judge(String what, SQLException e) {
        boolean sabotaged = "57014".equals(e.getSQLState()) && !String.valueOf(e.getMessage()).contains("statement timeout") || Errors.connectionLost(e);
        if (Errors.documented(e) || sabotaged && schedule.sabotaged()) {
            schedule.trace().note(NAME, what + ": " + Errors.text(e));
            schedule.outcome(e.getSQLState());
        } else {
            schedule.trace().finding(NAME, what + ": " + Errors.text(e));
        }
    }

    private boolean unfinished() throws SQLException {
        String state = state();
        return job > 0 && !state.equals("completed") && !state.equals("cancelled");
    }

    String state() throws SQLException {
        if (job == 0) {
            return "none";
        }
        try (Connection connection = schedule.connect()) {
            return new Sides(connection).query("SELECT state FROM partition_tools.jobs WHERE job_id = " + job).get(0);
        }
    }
}
