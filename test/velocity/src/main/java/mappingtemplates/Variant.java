package mappingtemplates;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.lang.StringEscapeUtils;

/** One way in which API Gateway may have been made. */
record Variant(JsonLibrary library, String escapeName, UnaryOperator<String> escape) {
  static final List<Variant> ALL = List.of(
      new Variant(JsonLibrary.JACKSON, "escapeJavaScript", StringEscapeUtils::escapeJavaScript),
      new Variant(JsonLibrary.JACKSON, "escapeEcmaScript", org.apache.commons.text.StringEscapeUtils::escapeEcmaScript),
      new Variant(JsonLibrary.JSON_SMART, "escapeJavaScript", StringEscapeUtils::escapeJavaScript),
      new Variant(JsonLibrary.JSON_SMART, "escapeEcmaScript", org.apache.commons.text.StringEscapeUtils::escapeEcmaScript));
}
