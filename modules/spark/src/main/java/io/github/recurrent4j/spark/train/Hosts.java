package io.github.recurrent4j.spark.train;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Sends a worker's part of each round to the same machine, which has its shard open. */
final class Hosts {
  private final JavaSparkContext context;

  Hosts(JavaSparkContext context) {
    this.context = context;
  }

  /** Elements in as many partitions as there are workers, each a run of them. */
  <T> JavaRDD<T> spread(List<T> elements, int workers) {
    List<String> hosts = names();
    List<Tuple2<List<T>, Seq<String>>> parts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int from = (int) ((long) worker * elements.size() / workers);
      int to = (int) ((worker + 1L) * elements.size() / workers);
      String host = hosts.get(worker % hosts.size());
      parts.add(
          new Tuple2<>(
              new ArrayList<>(elements.subList(from, to)),
              JavaConverters.asScalaBuffer(List.of(host)).toSeq()));
    }
    ClassTag<List<T>> tag = ClassTag$.MODULE$.apply(List.class);
    return context
        .sc()
        .makeRDD(JavaConverters.asScalaBuffer(parts).toSeq(), tag)
        .toJavaRDD()
        .flatMap(List::iterator);
  }

  /** Machines with executors, in a fixed order. */
  private List<String> names() {
    String driver = SparkEnv.get().blockManager().blockManagerId().hostPort();
    TreeSet<String> names = new TreeSet<>();
    for (String process :
        JavaConverters.mapAsJavaMap(context.sc().getExecutorMemoryStatus()).keySet()) {
      if (!process.equals(driver)) {
        names.add(host(process));
      }
    }
    return List.copyOf(names.isEmpty() ? List.of(host(driver)) : names);
  }

  private static String host(String process) {
    return process.substring(0, process.lastIndexOf(':'));
  }
}
