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

  /** Each element in a partition of its own. */
  <T> JavaRDD<T> spread(List<T> elements) {
    List<String> hosts = names();
    List<Tuple2<T, Seq<String>>> parts = new ArrayList<>();
    for (T element : elements) {
      String host = hosts.get(parts.size() % hosts.size());
      parts.add(new Tuple2<>(element, JavaConverters.asScalaBuffer(List.of(host)).toSeq()));
    }
    ClassTag<T> tag = ClassTag$.MODULE$.apply(elements.get(0).getClass());
    return context.sc().makeRDD(JavaConverters.asScalaBuffer(parts).toSeq(), tag).toJavaRDD();
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
