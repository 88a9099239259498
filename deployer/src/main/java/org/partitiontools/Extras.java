package org.partitiontools;

/**
 * What only the demo and Parquet need lies in a jar of its own, {@code partition-tools-extras.jar}, beside that of the program. The everyday
 * work is done without it.
 */
public final class Extras {

    /** What to do where it is missing. */
    public static final String REMEDY = "Put partition-tools-extras.jar of the same version beside partition-tools.jar.";

    private static final String ONE_OF_ITS_CLASSES = "org.apache.parquet.hadoop.ParquetWriter";

    private Extras() {
    }

    /** Whether the second jar was found. */
    public static boolean areThere() {
        try {
            Class.forName(ONE_OF_ITS_CLASSES, false, Extras.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Refuses what needs the second jar.
     *
     * @param what the subject of the message
     * @throws ConfigurationException if the jar was not found
     */
    public static void require(String what) {
        if (!areThere()) {
            throw new ConfigurationException(what + " needs libraries that are not in this jar. " + REMEDY);
        }
    }
}
