package org.partitiontools.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random changes of a definition: {@code $S} is the schema, {@code $L} the name of a partition. What they do to the twin is
 * what they have to do to the table, whatever a job does meanwhile.
 */
final class Definitions {

    private final Random random;
    private final TableShape shape;
    private int number;

    /** @param number the first of those that tell objects apart */
    Definitions(Random random, TableShape shape, int number) {
        this.random = random;
        this.shape = shape;
        this.number = number;
    }

    /** Statements for the table: no row changes. */
    List<String> ofTable() {
        int n = number++;
        return switch (random.nextInt(18)) {
            case 0 -> List.of("GRANT SELECT ON $S.t TO adversary_reader");
            case 1 -> List.of("GRANT UPDATE (price) ON $S.t TO adversary_reader");
            case 2 -> List.of("COMMENT ON TABLE $S.t IS 'comment " + n + "'");
            case 3 -> List.of("COMMENT ON COLUMN $S.t.price IS 'comment " + n + "'");
            case 4 -> List.of("CREATE INDEX t_extra_" + n + " ON $S.t (" + (random.nextBoolean() ? "price" : "price, rid") + ")");
            case 5 -> List.of("ALTER TABLE $S.t ALTER price SET STATISTICS " + (10 + random.nextInt(500)));
            case 6 -> List.of("ALTER TABLE $S.t ALTER misc SET STORAGE " + (random.nextBoolean() ? "EXTERNAL" : "MAIN"));
            case 7 -> List.of("CREATE STATISTICS $S.t_stats_" + n + " ON rid, price FROM $S.t");
            case 8 -> List.of("ALTER TABLE $S.t DISABLE TRIGGER noop");
            case 9 -> List.of("ALTER TABLE $S.t ENABLE " + (random.nextBoolean() ? "ALWAYS " : "") + "TRIGGER noop");
            case 10 -> List.of("CREATE POLICY policy_" + n + " ON $S.t USING (price > " + n + ")");
            case 11 -> List.of("ALTER TABLE $S.t ENABLE ROW LEVEL SECURITY");
            case 12 -> List.of("ALTER TABLE $S.t ADD COLUMN added_" + n + " int" + (random.nextBoolean() ? " DEFAULT 7" : ""));
            case 13 -> List.of("ALTER TABLE $S.t ADD CONSTRAINT price_" + n + " CHECK (price > -1000000)" + (random.nextInt(3) == 0 ? " NOT VALID" : ""));
            case 14 -> List.of("ALTER TABLE $S.t ALTER misc SET DEFAULT 'default " + n + "'");
            case 15 -> List.of("CREATE TRIGGER trigger_" + n + " AFTER DELETE ON $S.t FOR EACH ROW EXECUTE FUNCTION ref.noop()");
            case 16 -> List.of("ALTER TABLE $S.t ALTER misc SET COMPRESSION pglz");
            default -> List.of("REVOKE SELECT ON $S.t FROM adversary_reader");
        };
    }

    /** Statements for one partition: no row changes. */
    List<String> ofLeaf() {
        int n = number++;
        return switch (random.nextInt(19)) {
            case 0 -> List.of("GRANT SELECT ON $S.$L TO adversary_reader");
            case 1 -> List.of("GRANT SELECT (price) ON $S.$L TO adversary_reader");
            case 2 -> List.of("COMMENT ON COLUMN $S.$L.rid IS 'comment " + n + "'");
            case 3 -> List.of("CREATE INDEX $L_own_" + n + " ON $S.$L (" + (random.nextBoolean() ? "misc" : "price) WHERE (rid > 10") + ")");
            case 4 -> List.of("ALTER TABLE $S.$L ALTER price SET STATISTICS " + (10 + random.nextInt(500)));
            case 5 -> List.of("ALTER TABLE $S.$L ALTER misc SET STORAGE EXTERNAL");
            case 6 -> List.of("ALTER TABLE $S.$L ALTER misc SET (n_distinct = " + (1 + random.nextInt(50)) + ")");
            case 7 -> List.of("CREATE STATISTICS $S.$L_stats_" + n + " ON rid, price FROM $S.$L");
            case 8 -> List.of("ALTER TABLE $S.$L REPLICA IDENTITY " + (random.nextBoolean() ? "FULL" : "DEFAULT"));
            case 9 -> List.of("ALTER TABLE $S.$L SET (fillfactor = " + (50 + random.nextInt(50)) + ")");
            case 10 -> List.of("ALTER TABLE $S.$L SET (autovacuum_vacuum_threshold = " + (50 + random.nextInt(500)) + ")");
            case 11 -> List.of("ALTER TABLE $S.$L DISABLE TRIGGER noop");
            case 12 -> List.of("CREATE POLICY own_" + n + " ON $S.$L TO adversary_reader USING (rid % 2 = 0)", "ALTER TABLE $S.$L ENABLE ROW LEVEL SECURITY");
            case 13 -> List.of("ALTER TABLE $S.$L ADD CONSTRAINT own_check_" + n + " CHECK (rid > 0)" + (random.nextInt(3) == 0 ? " NOT VALID" : ""));
            case 14 -> List.of("ALTER TABLE $S.$L ALTER misc SET DEFAULT 'own " + n + "'");
            case 15 -> List.of("CREATE TRIGGER own_" + n + " AFTER UPDATE ON $S.$L FOR EACH ROW EXECUTE FUNCTION ref.noop()");
            case 16 -> List.of("ALTER TABLE $S.$L SET (toast.autovacuum_vacuum_threshold = " + (50 + random.nextInt(500)) + ")");
            case 17 -> List.of("ALTER TABLE $S.$L ALTER misc SET COMPRESSION pglz");
            default -> List.of("ALTER TABLE $S.$L CLUSTER ON " + (shape.key() == TableShape.Key.NONE ? "nothing" : "$L_rid_idx"));
        };
    }

    /** Statements that change rows, or where they lie, without any row trigger; {@code $L} and {@code $B} are a partition and its bounds. */
    List<String> ofRows() {
        int n = number++;
        List<String> again = new ArrayList<>(List.of("ALTER TABLE $S.t DETACH PARTITION $S.$L", "ALTER TABLE $S.t ATTACH PARTITION $S.$L $B"));
        return switch (random.nextInt(15)) {
            case 9 -> List.of("ALTER TABLE $S.t ALTER spare DROP NOT NULL", "UPDATE $S.t SET spare = NULL WHERE rid % 40 = " + n % 40);
            case 10 -> List.of("ALTER TABLE $S.t ALTER spare TYPE text", "UPDATE $S.t SET spare = 'longer than it was' WHERE rid % 40 = " + n % 40);
            case 11 -> List.of("ALTER TABLE $S.t DROP CONSTRAINT spare_check", "UPDATE $S.t SET spare = 'bad' WHERE rid % 40 = " + n % 40);
            case 12 -> List.of("ALTER TABLE $S.t RENAME spare TO spare_" + n);
            case 13 -> List.of("ALTER TABLE $S.t DROP COLUMN spare");
            case 14 -> shape.key() == TableShape.Key.PRIMARY ? List.of("ALTER TABLE $S.t DROP CONSTRAINT t_pkey",
                    "INSERT INTO $S.t (" + shape.columnList() + ") SELECT " + shape.columnList() + " FROM $S.t WHERE rid % 50 = " + n % 50) : List.of("TRUNCATE $S.t");
            case 0, 1 -> List.of("ALTER TABLE $S.t ALTER price TYPE numeric USING price * 2");
            case 2 -> List.of("ALTER TABLE $S.t ALTER misc TYPE text USING misc || '!'");
            case 3 -> List.of("TRUNCATE $S.t");
            case 4, 5 -> List.of("TRUNCATE $S.$L");
            case 6 -> again;
            case 7 -> List.of("ALTER TABLE $S.$L DISABLE TRIGGER ALL", "UPDATE $S.$L SET price = price + 1 WHERE rid % 10 = " + n % 10,
                    "ALTER TABLE $S.$L ENABLE TRIGGER ALL");
            default -> List.of("ALTER TABLE $S.t RENAME misc TO misc_" + n, "UPDATE $S.t SET misc_" + n + " = 'renamed' WHERE rid % 50 = 0",
                    "ALTER TABLE $S.t RENAME misc_" + n + " TO misc");
        };
    }

    /** Statements that no transaction block takes, and that only a table with rows feels: {@code $L} is any partition, or a staging table. */
    String maintenance() {
        return switch (random.nextInt(8)) {
            case 0 -> "VACUUM app.$L";
            case 1, 2 -> "VACUUM FULL app.$L";
            case 3 -> "ANALYZE app.t";
            case 4 -> "REINDEX TABLE app.$L";
            case 5 -> "REINDEX TABLE CONCURRENTLY app.$L";
            case 6 -> "VACUUM (FREEZE, ANALYZE) app.$L";
            default -> "VACUUM";
        };
    }
}
