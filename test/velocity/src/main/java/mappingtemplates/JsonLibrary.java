package mappingtemplates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.json.JsonProvider;
import com.jayway.jsonpath.spi.json.JsonSmartJsonProvider;
import net.minidev.json.JSONStyle;
import net.minidev.json.JSONValue;

/** What may be behind {@code $input}: which one API Gateway uses, and how it is set, is not documented. */
enum JsonLibrary {
  JACKSON("Jackson", new JacksonJsonProvider()) {
    @Override
    String write(Object value) {
      try {
        return MAPPER.writeValueAsString(value);
      } catch (JsonProcessingException error) {
        throw new IllegalStateException(error);
      }
    }
  },

  /** Lenient, as JsonPath sets it: it reads much that is no JSON. */
  JSON_SMART("json-smart", new JsonSmartJsonProvider()) {
    @Override
    String write(Object value) {
      return JSONValue.toJSONString(value, JSONStyle.LT_COMPRESS);
    }
  };

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String label;
  private final JsonProvider provider;

  JsonLibrary(String label, JsonProvider provider) {
    this.label = label;
    this.provider = provider;
  }

  String label() {
    return label;
  }

  JsonProvider provider() {
    return provider;
  }

  abstract String write(Object value);
}
