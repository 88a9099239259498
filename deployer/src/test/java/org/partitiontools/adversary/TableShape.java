package org.partitiontools.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random table. It exists twice: {@code app.t}, which the job works on, and {@code truth.t}, its twin with the same
 * partitions and properties, which no job ever touches. So truth is not only what rows there are, but what PostgreSQL
 * itself would have said to every statement. {@code $S} in a statement is the schema.
 */
final class TableShape {

    /** A column: its definition, and the value it has in row {@code $g}, where the row lies on day {@code $d}. */
    record Column(String name, String definition, String value) {
    }

    /** A partition; the default one has no days. */
    record Leaf(String name, int from, int to) {
        boolean isDefault() {
            return from == to;
        }
    }

    /** How rows are told apart, if at all. */
    enum Key {
        PRIMARY("PRIMARY KEY (rid, p)", true), PRIMARY_BY_KEY("PRIMARY KEY (p, rid)", true), PRIMARY_OF_SECOND("PRIMARY KEY (k2, p)", true),
        UNIQUE("UNIQUE (rid, p)", true), UNIQUE_WITH_NULLS("UNIQUE (rid, p)", false), UNIQUE_NULLABLE("UNIQUE (k2, p)", true),
        UNIQUE_DEFERRED("UNIQUE (rid, p) DEFERRABLE INITIALLY DEFERRED", true), INDEX_ONLY(null, false), NONE(null, false);

        private final String clause;
        private final boolean keyNotNull;

        Key(String clause, boolean keyNotNull) {
            this.clause = clause;
            this.keyNotNull = keyNotNull;
        }

        boolean unique() {
            return clause != null;
        }

        /** The columns that ON CONFLICT can infer; null where there are none. */
        String arbiter() {
            return switch (this) {
                case UNIQUE_DEFERRED, INDEX_ONLY, NONE -> null;
                case PRIMARY_OF_SECOND, UNIQUE_NULLABLE -> "k2, p";
                default -> "rid, p";
            };
        }
    }

    private final KeyType keyType;
    private final Key key;
    private final List<Column> columns = new ArrayList<>();
    private final List<Leaf> leaves;
    private final boolean hasDefault;
    private final boolean foreignKey;
    private final boolean deferred;
    private final List<String> extras = new ArrayList<>();
    private final int rows;

    TableShape(Random random, List<Leaf> leaves, boolean onlyDates, int version) {
        this.keyType = onlyDates && random.nextBoolean() ? KeyType.TIMESTAMPTZ : KeyType.values()[random.nextInt(KeyType.values().length)];
        this.leaves = leaves;
        this.hasDefault = leaves.stream().anyMatch(Leaf::isDefault);
        this.key = random.nextInt(3) == 0 ? Key.PRIMARY : Key.values()[random.nextInt(Key.values().length)];
        this.foreignKey = random.nextInt(3) == 0;
        this.deferred = foreignKey && random.nextBoolean();
        this.rows = random.nextInt(5) == 0 ? 4000 : 200 + random.nextInt(1500);
        columns.add(new Column("rid", "bigint NOT NULL", "$g"));
        columns.add(new Column("p", keyType.type() + (key.keyNotNull ? " NOT NULL" : ""), keyType.value()));
        second(random);
        columns.add(new Column("price", "numeric", "(($g) % 1000) / 10.0"));
        columns.add(new Column("grp", "int" + (foreignKey ? " REFERENCES ref.customers ON DELETE CASCADE"
                + (deferred ? " DEFERRABLE INITIALLY DEFERRED" : "") : ""), "(1 + ($g) % 50)::int"));
        columns.add(new Column("misc", "text DEFAULT 'm'", "'row ' || ($g)"));
        // Written by changes of the definition only, which may rename it, drop it, and let it have what it could not.
        columns.add(new Column("spare", "varchar(8) NOT NULL DEFAULT 's' CONSTRAINT spare_check CHECK (spare <> 'bad')", null));
        optional(random, version);
    }

    private void second(Random random) {
        String nullable = key == Key.UNIQUE_NULLABLE ? "CASE WHEN ($g) % 7 > 0 THEN %s END" : "%s";
        String[][] types = {{"float8", "sqrt(($g)::float8) * 1.1"}, {"text", "md5(($g)::text)"}, {"numeric", "($g)::numeric / 7"},
                {"timestamptz", "to_timestamp(($g) * 1.000001)"}, {"interval", "($g) * interval '1.000001 seconds'"},
                {"bytea", "decode(md5(($g)::text), 'hex')"}, {"date", "date '2000-01-01' + (($g) % 900000)::int"}, {"varchar(40)", "'K' || ($g)"}};
        String[] type = types[random.nextInt(types.length)];
        columns.add(new Column("k2", type[0], nullable.replace("%s", type[1])));
    }

    private void optional(Random random, int version) {
        Column[] all = {
            new Column("doc", "json", "json_build_object('a', $g, 'b', ARRAY[1, 2])"),
            new Column("docb", "jsonb", "jsonb_build_object('a', $g, 'b', md5(($g)::text))"),
            new Column("tags", "text[]", "ARRAY['t' || (($g) % 9), NULL, 'x']"),
            new Column("span", "int4range", "int4range((($g) % 100)::int, (($g) % 100 + 5)::int)"),
            new Column("pair", "ref.pair", "ROW(($g) % 10, 'q')::ref.pair"),
            new Column("raw", "bytea", "decode(md5(($g + 1)::text), 'hex')"),
            new Column("at", "point", "point($g, 2)"),
            new Column("wide", "text", "CASE WHEN ($g) % 20 = 0 THEN (SELECT string_agg(md5((($g) + h)::text), '') FROM generate_series(1, 120) AS h) END"),
            new Column("ident", "bigint GENERATED BY DEFAULT AS IDENTITY", "$g"),
            new Column("gen", "bigint GENERATED ALWAYS AS (rid * 3) STORED", null),
            new Column("virt", "bigint GENERATED ALWAYS AS (rid * 5) VIRTUAL", null)};
        for (Column column : all) {
            // The choice is the same on every server.
            boolean chosen = random.nextInt(3) == 0;
            if (chosen && (version >= 180000 || !column.name.equals("virt"))) {
                columns.add(column);
            }
        }
    }

    KeyType keyType() {
        return keyType;
    }

    Key key() {
        return key;
    }

    boolean hasForeignKey() {
        return foreignKey;
    }

    boolean deferred() {
        return deferred;
    }

    boolean hasDefault() {
        return hasDefault;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** Rows at the start; their rids count from 1. */
    int rows() {
        return rows;
    }

    /** Columns that a statement can write. */
    String columnList() {
        return String.join(", ", columns.stream().filter(column -> column.value != null).map(Column::name).toList());
    }

    /** Values for {@link #columnList()}; {@code g} and {@code d} are SQL expressions, and {@code d} may be NULL. */
    String values(String g, String d) {
        return String.join(", ", columns.stream().filter(column -> column.value != null)
                .map(column -> column.value.replace("$d", d).replace("$g", g)).toList());
    }

    String keyValue(String g, String d) {
        return keyType.value().replace("$d", d).replace("$g", g);
    }

    /** The value of a column in row {@code g}. */
    String value(String column, String g) {
        return columns.stream().filter(c -> c.name.equals(column)).findFirst().orElseThrow().value.replace("$g", g);
    }

    boolean has(String column) {
        return columns.stream().anyMatch(c -> c.name.equals(column));
    }

    /** Statements that make one of the two tables, without rows. */
    List<String> definition() {
        List<String> statements = new ArrayList<>();
        List<String> parts = new ArrayList<>(columns.stream().map(column -> column.name + " " + (column.name.equals("k2") && key == Key.PRIMARY_OF_SECOND
                ? column.definition + " NOT NULL" : column.definition)).toList());
        if (key.clause != null) {
            parts.add(key.clause);
        }
        statements.add("CREATE TABLE $S.t (" + String.join(", ", parts) + ") PARTITION BY RANGE (p)");
        for (Leaf leaf : leaves) {
            statements.add("CREATE TABLE $S." + leaf.name + " PARTITION OF $S.t " + clause(leaf));
        }
        if (key != Key.NONE) {
            statements.add("CREATE INDEX t_rid_idx ON $S.t (rid)");
        }
        if (has("wide")) {
            statements.add("ALTER TABLE $S.t ALTER wide SET STORAGE EXTERNAL");
        }
        statements.add("CREATE TRIGGER log AFTER INSERT OR UPDATE OR DELETE ON $S.t FOR EACH ROW EXECUTE FUNCTION ref.log('$S')");
        statements.add("CREATE TRIGGER noop BEFORE UPDATE ON $S.t FOR EACH ROW EXECUTE FUNCTION ref.noop()");
        statements.addAll(extras);
        return statements;
    }

    String clause(Leaf leaf) {
        return leaf.isDefault() ? "DEFAULT" : "FOR VALUES FROM (" + keyType.bound(leaf.from) + ") TO (" + keyType.bound(leaf.to) + ")";
    }

    /** A statement that is part of the definition. */
    void add(String statement) {
        extras.add(statement);
    }

    /** A day on which there can be rows; null, now and then, where NULL is a key. */
    Double day(Random random, int avoidFrom, int avoidTo) {
        if (hasDefault && !key.keyNotNull && random.nextInt(20) == 0) {
            return null;
        }
        for (int tries = 0; tries < 100; tries++) {
            Leaf leaf = leaves.get(random.nextInt(leaves.size()));
            double day = leaf.isDefault() ? random.nextDouble() * 260 - 40 : leaf.from + random.nextDouble() * (leaf.to - leaf.from);
            // On the bound itself now and then, and never so close that rounding decides.
            day = random.nextInt(8) == 0 && !leaf.isDefault() ? leaf.from : Math.floor(day * 24) / 24;
            if (day < avoidFrom || day >= avoidTo) {
                return day;
            }
        }
        throw new IllegalStateException("no day left");
    }

    @Override
    public String toString() {
        return String.join(";\n", definition()) + ";\n-- " + rows + " rows";
    }
}
