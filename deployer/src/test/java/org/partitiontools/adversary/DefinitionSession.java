package org.partitiontools.adversary;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.partitiontools.adversary.TableShape.Leaf;

/** Changes definitions, on both sides in one transaction. */
final class DefinitionSession extends Session {

    private final Definitions definitions;
    private final int often;

    DefinitionSession(Schedule schedule, int number, Random random, Definitions definitions) {
        super(schedule, "ddl " + number, random);
        this.definitions = definitions;
        this.often = 50 + random.nextInt(600);
    }

    @Override
    void act() throws SQLException, InterruptedException, Finding {
        Thread.sleep(random().nextInt(2 * often));
        if (schedule().over()) {
            return;
        }
        switch (random().nextInt(10)) {
            case 0, 1, 2 -> change(definitions.ofTable(), null);
            case 3, 4, 5 -> change(definitions.ofLeaf(), anyLeaf());
            case 6, 7 -> change(definitions.ofRows(), anyLeaf());
            default -> maintain();
        }
    }

    private Leaf anyLeaf() {
        List<Leaf> leaves = schedule().table().leaves();
        return leaves.get(random().nextInt(leaves.size()));
    }

    private void change(List<String> statements, Leaf leaf) throws SQLException, InterruptedException, Finding {
        boolean ofLeaf = leaf != null && statements.stream().anyMatch(sql -> sql.contains("$L"));
        transaction(java.sql.Connection.TRANSACTION_READ_COMMITTED);
        // Before anything else, as writers come to the twin first, too.
        sides().execute("LOCK TABLE truth.t IN ACCESS EXCLUSIVE MODE");
        if (ofLeaf && !same(leaf)) {
            connection().rollback();
            note("no such partition any more: " + leaf.name());
            return;
        }
        for (String statement : statements) {
            String sql = leaf == null ? statement : statement.replace("$L", leaf.name()).replace("$B", schedule().table().clause(leaf));
            sides().execute(sql.replace("$S", "truth"));
            try {
                sides().execute(sql.replace("$S", "app"));
            } catch (SQLException e) {
                throw new Sides.TableError(e);
            }
        }
        if (random().nextInt(6) == 0) {
            Thread.sleep(random().nextInt(300));
        }
        boolean undo = random().nextInt(10) == 0;
        if (undo) {
            connection().rollback();
        } else {
            connection().commit();
            schedule().changed(leaf);
            schedule().trace().did("definitions");
        }
        note((undo ? "rollback: " : "") + String.join("; ", statements) + (ofLeaf ? " (" + leaf.name() + ")" : ""));
    }

    /** Whether the table still has a partition that the twin has; while we look, no job can replace it. */
    private boolean same(Leaf leaf) throws SQLException {
        try {
            sides().execute("LOCK TABLE ONLY app.t IN ACCESS SHARE MODE");
            return "t".equals(sides().query("SELECT EXISTS (SELECT FROM pg_class a JOIN pg_class b ON pg_get_expr(a.relpartbound, a.oid) = pg_get_expr(b.relpartbound, b.oid)"
                    + " WHERE a.oid = to_regclass('app." + leaf.name() + "') AND b.oid = to_regclass('truth." + leaf.name() + "'))").get(0));
        } catch (SQLException e) {
            throw new Sides.TableError(e);
        }
    }

    private void maintain() throws SQLException {
        List<String> leaves = sides().query("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'app.t'::regclass"
                + " UNION ALL SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'app'::regnamespace AND NOT relispartition");
        String sql = definitions.maintenance().replace("$L", leaves.get(random().nextInt(leaves.size())));
        try {
            autocommit(sql);
            note(sql);
        } catch (SQLException e) {
            // What an interrupted REINDEX CONCURRENTLY leaves is PostgreSQL's debris.
            for (String index : sides().query("SELECT oid::regclass FROM pg_class WHERE relkind = 'i' AND relname ~ '_cc(new|old)\\d*$' AND relnamespace = 'app'::regnamespace")) {
                autocommit("DROP INDEX IF EXISTS " + index);
            }
            throw e;
        }
    }
}
