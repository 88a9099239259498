package org.partitiontools.adversary;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random changes of rows, each made to the twin and the table. Rows that exist are locked in the twin first. */
final class Changes {

    private final Sides sides;
    private final Random random;
    private final TableShape shape;
    private final JobShape job;
    private final String avoided;
    private final int version;
    private long nextRid;
    private boolean prepared;

    /**
     * @param avoided a condition that rows have to meet
     * @param firstRid greater than the rids of all rows there are, and far from those of other sessions
     */
    Changes(Sides sides, Random random, TableShape shape, JobShape job, String avoided, int version, long firstRid) {
        this.sides = sides;
        this.random = random;
        this.shape = shape;
        this.job = job;
        this.avoided = avoided;
        this.version = version;
        this.nextRid = firstRid;
    }

    /** One change of a random kind; returns what it was. */
    String make() throws SQLException, Finding {
        return switch (random.nextInt(24)) {
            case 0, 1 -> insert(1);
            case 2 -> insert(2 + random.nextInt(40));
            case 3, 4, 5 -> change("UPDATE $S.t AS x SET price = price + 1", 1 + random.nextInt(5));
            case 6 -> change("UPDATE $S.t AS x SET price = price * 1.5, misc = 'many'", 30 + random.nextInt(100));
            case 7, 8, 9 -> move();
            case 10 -> renumber();
            case 11 -> passKey();
            case 12, 13 -> change("DELETE FROM $S.t AS x", 1 + random.nextInt(4));
            case 14, 15 -> upsert();
            case 16 -> merge();
            case 17 -> copy();
            case 18 -> execute();
            case 19 -> refused();
            case 20 -> lockRows();
            case 21 -> secondKey();
            case 22 -> shape.deferred() ? lateCustomer() : wide();
            default -> shape.hasForeignKey() ? cascade() : duplicate();
        };
    }

    private String insert(int count) throws SQLException, Finding {
        sides.both("INSERT INTO $S.t AS x (" + shape.columnList() + ") VALUES "
                + IntStream.range(0, count).mapToObj(i -> newRow()).collect(Collectors.joining(", ")) + " RETURNING x::text");
        return "insert of " + count;
    }

    private String newRow() {
        return "(" + shape.values(String.valueOf(nextRid++), day()) + ")";
    }

    private String day() {
        Double day = shape.day(random, job.avoidFrom(), job.avoidTo());
        return day == null ? "NULL::float8" : day + "::float8";
    }

    private String change(String statement, int count) throws SQLException, Finding {
        List<String> rids = lock(count);
        if (!rids.isEmpty()) {
            sides.both(statement + " WHERE rid IN (" + String.join(", ", rids) + ") RETURNING x::text");
        }
        return statement + " of " + brief(rids);
    }

    private String move() throws SQLException, Finding {
        return change("UPDATE $S.t AS x SET p = " + shape.keyValue("rid", day()) + ", price = price + 1", 1 + random.nextInt(3));
    }

    private String secondKey() throws SQLException, Finding {
        return change("UPDATE $S.t AS x SET k2 = " + shape.value("k2", String.valueOf(nextRid++)), 1);
    }

    private String wide() throws SQLException, Finding {
        return shape.has("wide") ? change("UPDATE $S.t AS x SET wide = repeat(md5(rid::text), 200)", 2) : insert(1);
    }

    private String renumber() throws SQLException, Finding {
        return change("UPDATE $S.t AS x SET rid = " + nextRid++, 1);
    }

    /** The key of one row becomes that of another, which has gone. */
    private String passKey() throws SQLException, Finding {
        List<String> rids = lock(2);
        if (rids.size() == 2 && !rids.get(0).equals(rids.get(1))) {
            sides.both("DELETE FROM $S.t AS x WHERE rid = " + rids.get(0) + " RETURNING x::text");
            sides.both("UPDATE $S.t AS x SET rid = " + rids.get(0) + " WHERE rid = " + rids.get(1) + " RETURNING x::text");
        }
        return "pass of a key " + rids;
    }

    private String upsert() throws SQLException, Finding {
        List<String> rids = lock(3);
        if (shape.key().arbiter() == null || rids.isEmpty()) {
            return insert(2);
        }
        boolean nothing = random.nextInt(4) == 0;
        sides.both("INSERT INTO $S.t AS x (" + shape.columnList() + ") SELECT " + shape.columnList() + " FROM $S.t WHERE rid IN (" + String.join(", ", rids)
                + ") UNION ALL VALUES " + newRow() + " ON CONFLICT (" + shape.key().arbiter() + ") DO "
                + (nothing ? "NOTHING" : "UPDATE SET price = x.price + 5") + " RETURNING x::text");
        return "upsert of " + rids;
    }

    private String merge() throws SQLException, Finding {
        if (version < 150000) {
            return upsert();
        }
        List<String> rids = lock(4);
        String old = rids.isEmpty() ? "-1" : String.join(", ", rids);
        sides.both("MERGE INTO $S.t AS x USING (SELECT rid, p, rid % 3 AS k FROM $S.t WHERE rid IN (" + old + ") UNION ALL SELECT " + nextRid++ + ", "
                + shape.keyValue("1", day()) + ", 9) AS s ON x.rid = s.rid AND x.p IS NOT DISTINCT FROM s.p"
                + " WHEN MATCHED AND s.k = 0 THEN DELETE WHEN MATCHED THEN UPDATE SET price = x.price + 3"
                + " WHEN NOT MATCHED AND s.k = 9 THEN INSERT (rid, p, k2, price" + (shape.has("ident") ? ", ident" : "") + ") VALUES (s.rid, s.p, "
                + shape.value("k2", String.valueOf(nextRid)) + ", 1" + (shape.has("ident") ? ", s.rid" : "") + ")");
        return "merge of " + rids;
    }

    private String copy() throws SQLException, Finding {
        long first = nextRid;
        int count = 3 + random.nextInt(30);
        sides.execute("INSERT INTO truth.t (" + shape.columnList() + ") VALUES "
                + IntStream.range(0, count).mapToObj(i -> newRow()).collect(Collectors.joining(", ")));
        sides.copy(shape.columnList(), "rid BETWEEN " + first + " AND " + (nextRid - 1));
        return "COPY of " + count;
    }

    /** A prepared statement, whose plan is older than the partitions it meets. */
    private String execute() throws SQLException, Finding {
        if (!prepared) {
            for (String schema : List.of("truth", "app")) {
                sides.execute("PREPARE " + schema + "_change (bigint) AS UPDATE " + schema + ".t AS x SET price = price + 2 WHERE rid = $1 RETURNING x.rid, x.price");
            }
            prepared = true;
        }
        List<String> rids = lock(1);
        if (!rids.isEmpty()) {
            sides.both("EXECUTE $S_change(" + rids.get(0) + ")");
        }
        return "prepared statement of " + rids;
    }

    private String refused() throws SQLException, Finding {
        List<String> rids = lock(1);
        if (!rids.isEmpty() && shape.key().unique()) {
            sides.bothRefuse("INSERT INTO $S.t (" + shape.columnList() + ") SELECT " + shape.columnList() + " FROM truth.t WHERE rid = " + rids.get(0));
        }
        if (shape.hasForeignKey() && !rids.isEmpty()) {
            sides.bothRefuse("UPDATE $S.t SET grp = -1 WHERE rid = " + rids.get(0));
        }
        sides.bothRefuse("INSERT INTO $S.t (rid, p) VALUES (NULL, NULL)");
        return "refused statements " + rids;
    }

    private String lockRows() throws SQLException, Finding {
        List<String> rids = lock(2);
        if (!rids.isEmpty()) {
            sides.both("SELECT x::text FROM $S.t AS x WHERE rid IN (" + String.join(", ", rids) + ") FOR " + (random.nextBoolean() ? "UPDATE" : "NO KEY UPDATE"));
            sides.both("UPDATE $S.t AS x SET price = -price WHERE rid IN (" + String.join(", ", rids) + ") RETURNING x::text");
        }
        return "select for update of " + rids;
    }

    /** A row that comes before what it refers to. */
    private String lateCustomer() throws SQLException, Finding {
        int customer = customer();
        String row = shape.columnList();
        long rid = nextRid++;
        sides.both("INSERT INTO $S.t AS x (" + row + ") VALUES (" + shape.values(String.valueOf(rid), day()) + ") RETURNING x::text");
        sides.both("UPDATE $S.t AS x SET grp = " + customer + " WHERE rid = " + rid + " RETURNING x::text");
        sides.execute("INSERT INTO ref.customers VALUES (" + customer + ")");
        return "row before its customer " + customer;
    }

    /** Unlike that of any other session. */
    private int customer() {
        return (int) (nextRid / 1_000_000_000L * 10_000_000L + nextRid % 1_000_000_000L + 1000);
    }

    private String cascade() throws SQLException, Finding {
        int customer = customer();
        sides.execute("INSERT INTO ref.customers VALUES (" + customer + ") ON CONFLICT DO NOTHING");
        long rid = nextRid++;
        sides.both("INSERT INTO $S.t AS x (" + shape.columnList() + ") VALUES (" + shape.values(String.valueOf(rid), day()) + ") RETURNING x::text");
        sides.both("UPDATE $S.t AS x SET grp = " + customer + " WHERE rid = " + rid + " RETURNING x::text");
        if (random.nextBoolean()) {
            sides.execute("DELETE FROM ref.customers WHERE id = " + customer);
        }
        return "row of customer " + customer;
    }

    private String duplicate() throws SQLException, Finding {
        List<String> rids = lock(1);
        if (rids.isEmpty() || shape.key().unique()) {
            return insert(1);
        }
        int copies = sides.both("SELECT x::text FROM $S.t AS x WHERE rid = " + rids.get(0));
        if (copies == 1) {
            sides.execute("INSERT INTO truth.t (" + shape.columnList() + ") SELECT " + shape.columnList() + " FROM truth.t WHERE rid = " + rids.get(0));
            sides.execute("INSERT INTO app.t (" + shape.columnList() + ") SELECT " + shape.columnList() + " FROM app.t WHERE rid = " + rids.get(0));
        }
        return "double of " + rids;
    }

    /** Rows that no other session changes until we have ended. */
    private List<String> lock(int count) throws SQLException {
        long from = random.nextInt(4) == 0 ? Math.max(1, nextRid - random.nextInt(40)) : random.nextInt(shape.rows());
        return new ArrayList<>(sides.query("SELECT rid FROM truth.t WHERE rid >= " + from + avoided + " ORDER BY rid LIMIT " + count + " FOR UPDATE SKIP LOCKED")
                .stream().distinct().toList());
    }

    private static String brief(List<String> rids) {
        return rids.size() > 6 ? rids.subList(0, 6) + " and " + (rids.size() - 6) + " more" : rids.toString();
    }
}
