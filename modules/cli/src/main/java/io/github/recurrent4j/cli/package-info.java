/**
 * The command line, the top floor of the suite: it parses, prints, draws progress and listens for
 * Ctrl-C, and calls the libraries with values. {@link io.github.recurrent4j.cli.Main} has a
 * sub-command for each app; the options of settings are made from their declarations by {@link
 * io.github.recurrent4j.cli.SettingOptions}.
 */
package io.github.recurrent4j.cli;
