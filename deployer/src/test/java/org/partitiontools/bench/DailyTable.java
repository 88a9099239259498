package org.partitiontools.bench;

import java.sql.SQLException;
import java.util.List;

/** Tables of very many daily partitions without rows. */
final class DailyTable {

    /** The server reads all bounds for each partition that is created: what is put together from parts of this size grows no faster than its parts. */
    private static final int PART = 100;

    private DailyTable() {
    }

    /** Each partition is named after its day, in UTC, the first of which is 2000-01-01. More than a hundred must be whole hundreds. */
    static void create(BenchSession session, String table, int partitions) throws SQLException {
        session.execute("CREATE TABLE " + table + " (id bigint NOT NULL, at timestamptz NOT NULL, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)");
        for (int first = 0; first < partitions; first += PART) {
            String part = partitions > PART ? table + "_part_" + first : table;
            if (partitions > PART) {
                session.execute("CREATE TABLE " + part + " (LIKE " + table + " INCLUDING ALL) PARTITION BY RANGE (at)");
            }
            session.execute("""
                    DO $$ BEGIN FOR i IN %3$d .. %4$d LOOP
                        EXECUTE format('CREATE TABLE %1$s_%%s PARTITION OF %2$s FOR VALUES FROM (%%L) TO (%%L)', to_char(date '2000-01-01' + i, 'YYYY_MM_DD'),
                            (date '2000-01-01' + i)::text || ' 00:00+00', (date '2000-01-02' + i)::text || ' 00:00+00');
                    END LOOP; END $$""".formatted(table, part, first, Math.min(first + PART, partitions) - 1));
            if (partitions > PART) {
                session.execute(moved(part, table), "DROP TABLE " + part);
            }
        }
    }

    /** As autovacuum leaves it. */
    static void vacuum(BenchSession session) throws SQLException {
        for (String catalogue : List.of("pg_class", "pg_inherits", "pg_index", "pg_constraint", "pg_attribute", "pg_depend", "pg_type")) {
            session.execute("VACUUM ANALYZE pg_catalog." + catalogue);
        }
    }

    /** In the catalogue, as a superuser may: the partitions of one table become those of another that is like it, and so do their keys. */
    private static String moved(String from, String to) {
        return """
                SET allow_system_table_mods = on;
                DO $$
                DECLARE
                    r record;
                BEGIN
                    FOR r IN SELECT '%1$s'::regclass::oid AS old, '%2$s'::regclass::oid AS new
                             UNION ALL
                             SELECT f.indexrelid, t.indexrelid FROM pg_index AS f, pg_index AS t WHERE f.indrelid = '%1$s'::regclass AND t.indrelid = '%2$s'::regclass
                             UNION ALL
                             SELECT f.oid, t.oid FROM pg_constraint AS f JOIN pg_constraint AS t ON t.contype = f.contype AND t.conkey = f.conkey
                              WHERE f.conrelid = '%1$s'::regclass AND t.conrelid = '%2$s'::regclass LOOP
                        UPDATE pg_inherits SET inhparent = r.new WHERE inhparent = r.old;
                        UPDATE pg_class SET relhassubclass = true WHERE oid = r.new AND NOT relhassubclass;
                        UPDATE pg_constraint SET conparentid = r.new WHERE conparentid = r.old;
                        UPDATE pg_depend AS d SET refobjid = r.new
                         WHERE d.refobjid = r.old AND (d.deptype = 'P' OR d.deptype = 'a' AND EXISTS (SELECT FROM pg_class AS c WHERE c.oid = d.objid AND c.relispartition));
                    END LOOP;
                END $$;
                RESET allow_system_table_mods""".formatted(from, to);
    }
}
