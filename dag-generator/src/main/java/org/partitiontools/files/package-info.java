/**
 * Files: what every part of the program says about errors with them, and how to replace one at once.
 *
 * <p>Uses: nothing.
 */
package org.partitiontools.files;
