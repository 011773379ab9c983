package com.example.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Plays an app on this machine for the tests of a class. */
final class LocalRun implements BeforeAllCallback, AfterAllCallback {
    private final Supplier<String> assembly;
    private Process run;
    private URI url;

    /** @param assembly synthesizes the app, and gives the folder */
    LocalRun(Supplier<String> assembly) {
        this.assembly = assembly;
    }

    /** The URL of the app's stage. */
    URI url() {
        return url;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        run = new ProcessBuilder("npx", "websocket-step-functions-local", assembly.get(), "--port", "0", "--time-scale", "100",
                "--json", "--stdin-ends-run").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader log = run.inputReader();
        String line = log.readLine();
        if (line == null) {
            throw new IllegalStateException("the local run has not started: stderr says why");
        }
        url = URI.create(new ObjectMapper().readTree(line).get("url").asText());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        run.getOutputStream().close(); // ends it
        if (!run.waitFor(10, TimeUnit.SECONDS)) {
            run.destroyForcibly();
        }
    }
}
