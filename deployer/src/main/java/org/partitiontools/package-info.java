/**
 * What everything may use: the version, and the error of a bad configuration.
 *
 * <p>Uses: nothing.
 */
package org.partitiontools;
