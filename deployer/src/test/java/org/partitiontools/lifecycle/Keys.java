package org.partitiontools.lifecycle;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;

/** Chooses partition keys for new rows: mostly in the windows of the plans, some beside them. */
final class Keys {

    private static final OffsetDateTime START = OffsetDateTime.of(2026, 1, 5, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final int MINUTES = 175 * 24 * 60;

    private final Random random;
    private final boolean nullable;
    private final boolean anywhere;

    /** @param anywhere whether a default partition takes what fits nowhere else */
    Keys(Random random, boolean nullable, boolean anywhere) {
        this.random = random;
        this.nullable = nullable;
        this.anywhere = anywhere;
    }

    /** Null where NULL is due. */
    OffsetDateTime next() {
        int chance = random.nextInt(20);
        if (anywhere && nullable && chance == 0) {
            return null;
        }
        if (anywhere && chance == 1) {
            return START.plusMinutes(random.nextInt(MINUTES)).minusYears(1);
        }
        return START.plusMinutes(random.nextInt(MINUTES));
    }
}
