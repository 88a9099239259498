package org.partitiontools.adversary;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.adversary.TableShape.Leaf;
import org.partitiontools.lifecycle.Leftovers;

/** Compares the table with its twin. Rows are compared as text: not every type has an equality, and numerics equal others of another scale. */
final class Oracle {

    /** What both schemas share. */
    static final String REFERENCE = """
            DO $d$ BEGIN CREATE ROLE adversary_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $d$;
            CREATE SCHEMA ref;
            CREATE TYPE ref.pair AS (a int, b text);
            CREATE TABLE ref.customers (id bigint PRIMARY KEY);
            INSERT INTO ref.customers SELECT generate_series(1, 60);
            CREATE TABLE ref.fired (side text, sign int, image text);
            CREATE FUNCTION ref.log() RETURNS trigger LANGUAGE plpgsql SET extra_float_digits = 1 SET timezone = 'UTC' SET intervalstyle = 'postgres' SET bytea_output = 'hex' AS $f$
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    INSERT INTO ref.fired VALUES (TG_ARGV[0], -1, md5(OLD::text));
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    INSERT INTO ref.fired VALUES (TG_ARGV[0], 1, md5(NEW::text));
                END IF;
                RETURN NULL;
            END $f$;
            CREATE FUNCTION ref.noop() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN
                RETURN coalesce(NEW, OLD);
            END $f$;
            """;

    private static final String NAME = "check";
    private static final int LONGEST = 200;

    private final Schedule schedule;

    Oracle(Schedule schedule) {
        this.schedule = schedule;
    }

    /** A query: the rows that only one side has. */
    String differences() {
        return "SELECT 'lost: ' || r FROM (" + rows("truth") + " EXCEPT ALL " + rows("app") + ") AS l (r)"
                + " UNION ALL SELECT 'more: ' || r FROM (" + rows("app") + " EXCEPT ALL " + rows("truth") + ") AS m (r)";
    }

    private String rows(String schema) {
        return "SELECT x::text FROM " + schema + ".t AS x WHERE true" + notAvoided();
    }

    /** A condition: rows that the job is not to take away. */
    String notAvoided() {
        JobShape job = schedule.job();
        KeyType type = schedule.table().keyType();
        return job.avoidTo() == job.avoidFrom() ? ""
                : " AND NOT coalesce(p >= " + type.bound(job.avoidFrom()) + " AND p < " + type.bound(job.avoidTo()) + ", false)";
    }

    String slowDifferences() {
        return "CREATE FUNCTION ref.slow_differences(p_seconds float8) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $f$"
                + " BEGIN PERFORM pg_sleep(p_seconds); RETURN QUERY EXECUTE $q$" + differences() + "$q$; END $f$";
    }

    static String brief(String row) {
        return row.length() > LONGEST ? row.substring(0, LONGEST) + "..." : row;
    }

    /** Everything, when all sessions have ended. */
    void check(boolean completed) throws SQLException {
        try (Connection connection = schedule.connect()) {
            Sides sides = new Sides(connection);
            none("rows differ", sides.query(differences()));
            byIndex(sides);
            misplaced(sides);
            triggers(sides);
            unique(sides);
            removed(sides, completed);
            List<String> debris = Leftovers.in(schedule.database()).stream()
                    .filter(line -> !line.matches("(index without parent|constraint not valid|invalid index).*")).toList();
            none("debris", debris);
            new Properties(schedule).check(sides, completed);
            usable(sides);
        }
    }

    private void none(String what, List<String> found) {
        if (!found.isEmpty()) {
            schedule.trace().finding(NAME, what + ": " + found.size() + ", such as " + brief(found.get(0)) + (found.size() > 1 ? " and " + brief(found.get(1)) : ""));
        }
    }

    private void byIndex(Sides sides) throws SQLException {
        sides.execute("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off");
        if (schedule.table().key() != TableShape.Key.NONE) {
            none("rows that are not found by index", sides.query("SELECT t.r FROM (SELECT rid, r FROM (" + rows("truth").replace("SELECT x::text", "SELECT rid, x::text")
                    + ") AS i (rid, r)) AS t WHERE NOT EXISTS (SELECT FROM app.t AS x WHERE x.rid = t.rid AND x::text = t.r)"));
        }
        sides.execute("RESET ALL");
    }

    private void misplaced(Sides sides) throws SQLException {
        for (String check : sides.query("SELECT format('SELECT %L || count(*) FROM ONLY %s WHERE NOT (%s) HAVING count(*) > 0', c.oid::regclass || ': ', c.oid::regclass,"
                + " pg_get_partition_constraintdef(c.oid)) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'app.t'::regclass"
                + " AND pg_get_partition_constraintdef(c.oid) IS NOT NULL")) {
            none("rows in the wrong partition", sides.query(check));
        }
    }

    private void triggers(Sides sides) throws SQLException {
        none("the table's trigger fired otherwise than the twin's", sides.query("SELECT concat_ws(' ', image, sign, sum(CASE side WHEN 'app' THEN 1 ELSE -1 END)) FROM ref.fired"
                + " GROUP BY image, sign HAVING sum(CASE side WHEN 'app' THEN 1 ELSE -1 END) <> 0"));
    }

    private void unique(Sides sides) throws SQLException {
        String columns = schedule.table().key().arbiter();
        if (columns != null) {
            String twice = "SELECT ROW(" + columns + ")::text FROM $S.t WHERE " + columns.replace(",", " IS NOT NULL AND ") + " IS NOT NULL GROUP BY " + columns
                    + " HAVING count(*) > 1";
            none("keys that are not unique", sides.query(twice.replace("$S", "app") + " EXCEPT " + twice.replace("$S", "truth")));
        }
    }

    /** What a removal took away is what it was to take away. */
    private void removed(Sides sides, boolean completed) throws SQLException {
        JobShape.Kind kind = schedule.job().kind();
        if (kind != JobShape.Kind.DROP && kind != JobShape.Kind.DETACH) {
            return;
        }
        Leaf leaf = schedule.table().leaves().get(0);
        boolean there = sides.query("SELECT to_regclass('app." + leaf.name() + "')").get(0) != null;
        boolean partition = there && sides.query("SELECT relispartition FROM pg_class WHERE oid = 'app." + leaf.name() + "'::regclass").get(0).equals("t");
        if (there != (!completed || kind == JobShape.Kind.DETACH) || partition == completed) {
            schedule.trace().finding(NAME, leaf.name() + " is " + (there ? "there" : "gone") + (partition ? " as a partition" : "") + " and the job " + (completed ? "" : "not ") + "completed");
        } else if (there) {
            none("rows of the removed partition differ", sides.query("(SELECT x::text FROM truth." + leaf.name() + " AS x EXCEPT ALL SELECT x::text FROM app." + leaf.name()
                    + " AS x) UNION ALL (SELECT x::text FROM app." + leaf.name() + " AS x EXCEPT ALL SELECT x::text FROM truth." + leaf.name() + " AS x)"));
        }
    }

    /** The table takes what it has to take, in every partition. */
    private void usable(Sides sides) throws SQLException {
        TableShape table = schedule.table();
        List<Leaf> leaves = new ArrayList<>(table.leaves());
        leaves.addAll(schedule.job().targets());
        sides.execute("BEGIN");
        try {
            long rid = 900_000_000_000L;
            for (Leaf leaf : leaves) {
                if (!leaf.isDefault() && (leaf.to() > schedule.job().avoidTo())) {
                    boolean fits = table.leaves().contains(leaf) || schedule.conductor().state().equals("completed") || table.hasDefault();
                    if (fits) {
                        sides.execute("INSERT INTO app.t (" + table.columnList() + ") VALUES (" + table.values(String.valueOf(rid), leaf.from() + ".0::float8") + ")");
                        sides.execute("UPDATE app.t SET price = 1 WHERE rid = " + rid);
                        sides.execute("DELETE FROM app.t WHERE rid = " + rid);
                        rid++;
                    }
                }
            }
            sides.execute("SET CONSTRAINTS ALL IMMEDIATE");
        } catch (SQLException e) {
            schedule.trace().finding(NAME, "the table cannot be written to: " + Errors.text(e));
        }
        sides.execute("ROLLBACK");
    }
}
