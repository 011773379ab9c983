package com.example.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awscdk.App;

class ConversationTest {
    @RegisterExtension
    static final LocalRun local = new LocalRun(() -> {
        App app = new App();
        new DemoStack(app, "Demo");
        return app.synth().getDirectory();
    });

    @Test
    void answersAfterTheAcknowledgement() throws Exception {
        Frames frames = new Frames();
        WebSocket client = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(local.url(), frames).get();
        client.sendText("{\"first_name\":\"Jane\"}", true).get();

        assertTrue(frames.next().get("executionArn").asText().contains(":execution:"));
        assertEquals("{\"Message\":\"Hello from asynchronous workflow execution!\"}", frames.next().toString());
    }

    /** What the client hears. */
    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        JsonNode next() throws Exception {
            String next = texts.poll(10, TimeUnit.SECONDS);
            assertTrue(next != null, "the client has heard nothing for ten seconds");
            return new ObjectMapper().readTree(next);
        }

        @Override
        public CompletionStage<?> onText(WebSocket client, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                texts.add(text.toString());
                text.setLength(0);
            }
            client.request(1);
            return null;
        }
    }
}
