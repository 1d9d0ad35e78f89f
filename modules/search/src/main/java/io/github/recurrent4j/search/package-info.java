/**
 * Hyperparameter search over the apps with Arbiter. Start at {@link
 * io.github.recurrent4j.search.Search}.
 *
 * <p>A candidate on its way to a row of the report: {@link
 * io.github.recurrent4j.search.SettingSpace} names settings and their ranges, a generator ({@code
 * Generators}) draws from it, {@link io.github.recurrent4j.search.SearchedApp} trains with these
 * values in the time a candidate has, {@code MedianRule} ends it early where it lags behind, {@code
 * TrialLog} writes a line that survives a kill, and {@code SearchReport} draws them all.
 */
package io.github.recurrent4j.search;
