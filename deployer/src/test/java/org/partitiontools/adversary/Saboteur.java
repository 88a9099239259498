package org.partitiontools.adversary;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** Ends what the job's session does, or one that helps it, or the job. */
final class Saboteur extends Session {

    private final int often;

    Saboteur(Schedule schedule, int number, Random random) {
        super(schedule, "saboteur " + number, random);
        this.often = 200 + random.nextInt(1200);
    }

    @Override
    void begin() throws SQLException {
        setting("SET lock_timeout = 0");
        setting("SET statement_timeout = '60s'");
    }

    @Override
    void act() throws SQLException, InterruptedException, Finding {
        Thread.sleep(random().nextInt(2 * often));
        List<Integer> helpers = List.copyOf(schedule().helperPids());
        int pid = helpers.isEmpty() || random().nextBoolean() ? schedule().jobPid() : helpers.get(random().nextInt(helpers.size()));
        if (pid == 0 || schedule().over()) {
            return;
        }
        switch (random().nextInt(5)) {
            case 0, 1 -> {
                note("pg_cancel_backend(" + pid + ")");
                autocommit("SELECT pg_cancel_backend(" + pid + ")");
            }
            case 2, 3 -> {
                note("pg_terminate_backend(" + pid + ")");
                autocommit("SELECT pg_terminate_backend(" + pid + ")");
            }
            default -> schedule().conductor().cancelFrom(this);
        }
    }
}
