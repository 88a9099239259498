/**
 * What every part of the program says about errors with files.
 *
 * <p>Uses: nothing.
 */
package org.partitiontools.files;
