package mappingtemplates;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/**
 * Reads one case a line, {@code {"template", "body", "context"}}, and writes for each a line with its renderings, one a variant:
 * {@code [{"library", "escape", "output" or "error"}]}.
 */
public final class Main {
  // Escapes, so that half a surrogate pair arrives as such.
  private static final ObjectMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final VelocityEngine engine = new VelocityEngine();

  private record Case(String template, String body, Map<String, Object> context) {}

  private record Rendering(String library, String escape, String output, String error) {}

  private Main() {
    // Velocity 1.7 would write a velocity.log; 2.x does not know the property.
    engine.setProperty("runtime.log.logsystem.class", "org.apache.velocity.runtime.log.NullLogChute");
    engine.init();
  }

  public static void main(String[] args) throws IOException {
    Main main = new Main();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        BufferedWriter out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(MAPPER.writeValueAsString(main.renderings(MAPPER.readValue(line, Case.class))));
        out.newLine();
      }
    }
  }

  private List<Rendering> renderings(Case given) {
    List<Rendering> renderings = new ArrayList<>();
    for (Variant variant : Variant.ALL) {
      renderings.add(render(given, variant));
    }
    return renderings;
  }

  private Rendering render(Case given, Variant variant) {
    VelocityContext context = new VelocityContext();
    context.put("input", new Input(variant.library(), given.body()));
    context.put("util", new Util(variant.escape()));
    context.put("context", given.context());
    StringWriter output = new StringWriter();
    try {
      engine.evaluate(context, output, "template", given.template());
      return new Rendering(variant.library().label(), variant.escapeName(), output.toString(), null);
    } catch (RuntimeException | StackOverflowError error) {
      return new Rendering(variant.library().label(), variant.escapeName(), null, String.valueOf(error.getMessage()));
    }
  }
}
