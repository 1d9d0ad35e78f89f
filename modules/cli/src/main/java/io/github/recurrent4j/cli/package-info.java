/**
 * The command line, the top floor of the suite: it parses, prints, draws progress and listens for
 * Ctrl-C, and calls the libraries with values. Start at {@link io.github.recurrent4j.cli.Main},
 * which has a sub-command for each app.
 *
 * <p>An option on its way to a trained model: {@link io.github.recurrent4j.cli.SettingOptions} made
 * it from the setting's declaration and checks its range; the command hands shape, regime and data
 * to the app's trainer; {@code Progress} draws what the trainer's listener hears, {@code
 * StandardOutput} checks each write, and {@code Failure} makes one line and an exit code of
 * whatever ends the command early.
 */
package io.github.recurrent4j.cli;
