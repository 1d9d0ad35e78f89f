/** DL4J's training dashboard for the apps' {@code --ui}. */
package io.github.recurrent4j.dashboard;
