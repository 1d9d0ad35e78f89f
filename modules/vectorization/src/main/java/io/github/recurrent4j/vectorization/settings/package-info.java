/**
 * Settings that are declared once: name, default, range and one sentence stand at a record's
 * component ({@link io.github.recurrent4j.vectorization.settings.Setting}), and what Java, model
 * files, the command line and searches know of it comes from there ({@link
 * io.github.recurrent4j.vectorization.settings.Settings}).
 */
package io.github.recurrent4j.vectorization.settings;
