# shellcheck shell=bash
# A standalone cluster of this machine, for the scripts beside this file: a master and workers of one core, processes
# of their own on the loopback with Spark's jars and nothing of the suite. What is started ends with the script.
here=$(CDPATH='' cd -- "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(dirname "$(dirname "$here")")
port=${PROOF_PORT:-17077}
cluster=spark://127.0.0.1:$port
pids=()

end() {
  local pid
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
}
trap end EXIT
trap 'exit 130' INT TERM

# now: seconds with fractions.
now() {
  date +%s.%N
}

# rows FILE COUNT: its lines, numbered, over and over.
rows() {
  awk -v n="$2" 'length($0) { line[k++] = $0 } END { for (i = 0; i < n; i++) print line[i % k] " " i }' "$1"
}

# prepare FOLDER: empties it, and lays Spark's jars into it. Sets work and opens.
prepare() {
  work=$1
  rm -rf "$work"
  mkdir -p "$work/jars"
  local suite jar
  suite=$("$root/r4j" spark jars)
  # What is not the suite's is Spark's: a cluster has that and nothing else.
  for jar in $(tr ':' ' ' <"$here/target/classpath"); do
    jar=$root/target/lib/${jar#LIB/}
    case ,$suite, in
      *,"$jar",*) ;;
      *) ln -s "$jar" "$work/jars/" ;;
    esac
  done
  opens=()
  for each in $(sed -n 's:.*<spark.opens>\(.*\)</spark.opens>.*:\1:p' "$here/pom.xml"); do
    opens+=("$each")
  done
  export SPARK_HOME=$work SPARK_SCALA_VERSION=2.12 SPARK_LOCAL_IP=127.0.0.1
}

# start NAME MAIN ARGUMENT...: sets started, its process; pin, where it is set, says on which core.
start() {
  local name=$1 main=$2
  shift 2
  ${pin:+taskset -c "$pin"} java -Xmx512m "${opens[@]}" -Dorg.slf4j.simpleLogger.defaultLogLevel=info -cp "$work/jars/*" \
    "org.apache.spark.deploy.$main" "$@" >"$work/$name.log" 2>&1 &
  started=$!
  pids+=("$started")
}

# worker NAME: of one core.
worker() {
  start "$1" worker.Worker -h 127.0.0.1 -c 1 -m 2g --webui-port 0 -d "$work/$1" "$cluster"
}

# master
master() {
  start master master.Master -h 127.0.0.1 -p "$port" --webui-port 0
}

# registered NAME...: waits for workers.
registered() {
  local name pid
  for name in "$@"; do
    until grep -q 'Successfully registered' "$work/$name.log"; do
      for pid in "${pids[@]}"; do
        kill -0 "$pid" 2>/dev/null || { echo "the cluster does not start: see $work/*.log" >&2; exit 1; }
      done
      sleep 0.2
    done
  done
}
