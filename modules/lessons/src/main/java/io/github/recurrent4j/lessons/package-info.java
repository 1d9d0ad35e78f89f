/**
 * The theory of recurrent networks, shown by measurement: gradients through time, clipping, gates,
 * memory, usable context, and the cells compared. The notebooks stand on these classes.
 */
package io.github.recurrent4j.lessons;
