package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** Writes, in transactions of every kind. */
final class WriterSession extends Session {

    private final int number;
    private Changes changes;
    private int transactions;

    WriterSession(Schedule schedule, int number, Random random) {
        super(schedule, "writer " + number, random);
        this.number = number;
    }

    @Override
    void begin() throws SQLException {
        if (random().nextInt(4) == 0) {
            setting("SET plan_cache_mode = force_generic_plan");
        }
        changes = new Changes(sides(), random(), schedule().table(), schedule().job(), schedule().oracle().notAvoided(), schedule().version(), (number + 1) * 1_000_000_000L + transactions * 10_000L);
    }

    @Override
    void act() throws SQLException, InterruptedException, Finding {
        transactions++;
        int isolation = anyIsolation();
        StringBuilder what = new StringBuilder();
        transaction(isolation);
        boolean replica = random().nextInt(30) == 0;
        if (replica) {
            sides().execute("SET LOCAL session_replication_role = replica");
        }
        if (isolation != Connection.TRANSACTION_READ_COMMITTED && random().nextInt(4) == 0) {
            sides().query("SELECT count(*) FROM ref.customers");
            what.append(", snapshot ").append(hold()).append(" ms old");
        }
        for (int i = random().nextInt(3); i >= 0; i--) {
            what.append(", ").append(random().nextInt(8) == 0 ? undoneInTheMiddle() : changes.make());
            if (random().nextInt(5) == 0) {
                Thread.sleep(random().nextInt(120));
            }
        }
        String end = end();
        schedule().trace().did("transactions");
        note((isolation == Connection.TRANSACTION_READ_COMMITTED ? "" : isolation == Connection.TRANSACTION_REPEATABLE_READ ? "repeatable read " : "serializable ") + (replica ? "as replica " : "") + end + what);
    }

    private String undoneInTheMiddle() throws SQLException, Finding {
        sides().execute("SAVEPOINT middle");
        String what = changes.make();
        sides().execute("ROLLBACK TO middle");
        return "undone (" + what + ")";
    }

    private String end() throws SQLException, InterruptedException, Finding {
        int kind = random().nextInt(20);
        if (kind < 2) {
            connection().rollback();
            return "rollback";
        } else if (kind == 2) {
            return prepare();
        }
        try {
            sides().execute("SET CONSTRAINTS ALL IMMEDIATE");
            connection().commit();
        } catch (SQLException e) {
            if ("40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState())) {
                throw e;
            }
            throw new Finding("a commit fails: " + Errors.text(e));
        }
        return "commit";
    }

    private String prepare() throws SQLException, InterruptedException {
        String gid = schedule().name() + "_" + number + "_" + transactions;
        sides().execute("PREPARE TRANSACTION '" + gid + "'");
        Thread.sleep(random().nextInt(400));
        boolean commit = random().nextInt(3) > 0;
        autocommit((commit ? "COMMIT" : "ROLLBACK") + " PREPARED '" + gid + "'");
        return (commit ? "commit" : "rollback") + " of prepared";
    }
}
