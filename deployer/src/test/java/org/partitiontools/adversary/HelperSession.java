package org.partitiontools.adversary;

import java.sql.SQLException;
import java.util.Random;
import org.postgresql.PGConnection;

/** Helps whoever executes the job. */
final class HelperSession extends Session {

    HelperSession(Schedule schedule, int number, Random random) {
        super(schedule, "helper " + number, random);
    }

    @Override
    void begin() throws SQLException {
        setting("SET lock_timeout = 0");
        setting("SET statement_timeout = '60s'");
        setting("SET partition_tools.batch_ms = '" + (1 + random().nextInt(30)) + "'");
        if (random().nextInt(4) == 0) {
            setting("SET default_transaction_isolation = 'serializable'");
        }
    }

    @Override
    void act() throws SQLException, InterruptedException, Finding {
        Thread.sleep(random().nextInt(60));
        long job = schedule().conductor().job();
        if (job == 0 || schedule().over()) {
            return;
        }
        int pid = connection().unwrap(PGConnection.class).getBackendPID();
        schedule().jobPids().add(pid);
        schedule().helperPids().add(pid);
        try {
            autocommit("CALL partition_tools.help(" + job + ")");
            note("has helped with job " + job);
        } catch (SQLException e) {
            // Cancelled by whoever undoes the job, or sabotaged.
            boolean ended = "57014".equals(e.getSQLState()) && !String.valueOf(e.getMessage()).contains("statement timeout") || Errors.connectionLost(e);
            if (!Errors.documented(e) && !ended) {
                throw new Finding("help ends with " + Errors.text(e));
            }
            schedule().outcome("helper " + e.getSQLState());
            throw e;
        } finally {
            schedule().helperPids().remove(pid);
        }
    }
}
