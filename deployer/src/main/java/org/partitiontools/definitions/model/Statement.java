package org.partitiontools.definitions.model;

/**
 * One statement of a migration, with what a reviewer has to know of it.
 *
 * @param sql without the semicolon
 * @param lock the strongest lock on something that is in use, and for how long; empty where there is none to speak of
 * @param destroys what is lost by it; empty where nothing is
 * @param stage in which file of a migration it stands
 */
public record Statement(String sql, String lock, String destroys, Stage stage) {

    /** The files of a migration, in the order in which they are applied. */
    public enum Stage {
        /** Outside a transaction, before all others: what cannot be used in the transaction that makes it. */
        FIRST,
        /** In one transaction. */
        TOGETHER,
        /** Outside a transaction, so that others go on meanwhile. */
        ONLINE
    }

    /** A statement that nobody waits for. */
    public static Statement of(String sql) {
        return new Statement(sql, "", "", Stage.TOGETHER);
    }

    /** One that locks. */
    public static Statement locking(String sql, String lock) {
        return new Statement(sql, lock, "", Stage.TOGETHER);
    }

    /** One that runs outside a transaction. */
    public static Statement online(String sql, String lock) {
        return new Statement(sql, lock, "", Stage.ONLINE);
    }

    /** One that runs outside a transaction, before all others. */
    public static Statement first(String sql) {
        return new Statement(sql, "", "", Stage.FIRST);
    }

    /** Whether it runs outside a transaction, after the others. */
    public boolean isOnline() {
        return stage == Stage.ONLINE;
    }

    /** The same with what is lost by it. */
    public Statement destroying(String what) {
        return new Statement(sql, lock, what, stage);
    }

    /** The same outside a transaction. */
    public Statement asOnline() {
        return new Statement(sql, lock, destroys, Stage.ONLINE);
    }
}
