import golden.App;
import golden.Kv;
import golden.Relay;
import golden.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import radicchio.api.Component;
import radicchio.api.Options;
import radicchio.api.values.Result;
import radicchio.api.values.Tuple;

/** Uses the generated classes as a program would. */
public final class Program {
  private Program() {}

  public static void main(String[] arguments) throws IOException {
    values();
    resourcesOfTheGuest();
    resourcesOfTheHost();
    streams();
  }

  private static Component guest(String path) {
    return Component.compile(Path.of("test/guests/" + path));
  }

  private static void values() {
    try (Values values =
        Values.of(guest("values/values.wasm"), Options.builder().build())) {
      Values.Echo echo = values.echo();
      System.out.println(echo.echoU64(-1) == -1);
      System.out.println(echo.echoPoint(new Values.Echo.Point(1.5f, 2.5)));
      System.out.println(
          echo.echoPerson(
              new Values.Echo.Person(
                  "Ada", Optional.of(36), List.of(new Values.Echo.Point(0, 0)))));
      System.out.println(
          echo.echoShapes(
              List.of(
                  new Values.Echo.Shape.Nothing(),
                  new Values.Echo.Shape.Circle(2),
                  new Values.Echo.Shape.Label("x"))));
      System.out.println(echo.echoColour(Values.Echo.Colour.GREEN));
      System.out.println(
          echo.echoThree(EnumSet.of(Values.Echo.Three.READ, Values.Echo.Three.RUN)));
      System.out.println(echo.echoTuple(new Tuple.Of3<>(1, "x", 2.5)));
      System.out.println(echo.echoMap(Map.of("a", 1L)));
      System.out.println(echo.echoOptions(Optional.of(Optional.empty())));
      System.out.println(echo.echoResult(Result.err("no")));
      System.out.println(echo.echoErr(Result.err(Values.Echo.Colour.RED)));
      System.out.println(echo.echoEmpty(Result.ok()));
      System.out.println(
          echo.echoDeep(
              List.of(
                  Optional.of(
                      new Tuple.Of2<>(
                          "a", List.of(List.of(new Values.Echo.Shape.Serial(7))))))));
      System.out.println(echo.echoU8s(new byte[] {1, 2}).length);
    }
  }

  private static void resourcesOfTheGuest() {
    List<String> lines = new ArrayList<>();
    Options.Builder options = Kv.imports(Options.builder(), lines::add);
    try (Kv kv = Kv.of(guest("compose/kv.wasm"), options.build())) {
      Kv.Store store = kv.store();
      try (Kv.Store.Bucket bucket = store.newBucket("tea")) {
        bucket.put(20);
        bucket.put(1);
        System.out.println(store.describe(bucket) + " " + bucket.total());
      }
      System.out.println(lines + " " + store.ended());
    }
  }

  /** A bucket that the host implements. */
  private static final class Pail implements App.Store.Bucket, AutoCloseable {
    private final String name;
    private long total;

    Pail(String name) {
      this.name = name;
    }

    @Override
    public void put(long value) {
      total += value;
    }

    @Override
    public long total() {
      return total;
    }

    @Override
    public void close() {
      System.out.println("closed " + name);
    }
  }

  private static void resourcesOfTheHost() {
    App.Store store =
        new App.Store() {
          @Override
          public App.Store.Bucket newBucket(String name) {
            return new Pail(name);
          }

          @Override
          public String describe(App.Store.Bucket of) {
            return "a pail of " + of.total();
          }
        };
    Options.Builder options =
        App.imports(Options.builder(), store, text -> System.out.println("log: " + text));
    try (App app = App.of(guest("compose/app.wasm"), options.build())) {
      System.out.println(app.run("tea", 21));
      System.out.println(app.api().total(app.api().open("x")));
    }
  }

  private static void streams() throws IOException {
    try (Relay relay = Relay.of(guest("compose/pipe.wasm"), Options.builder().build())) {
      try (InputStream in = relay.pipe().pass(new ByteArrayInputStream(new byte[] {1, 2, 3}))) {
        System.out.println(in.readAllBytes().length);
      }
      CompletableFuture<Long> later = relay.pipe().wait_(CompletableFuture.completedFuture(7L));
      System.out.println(later.join());
    }
  }
}
