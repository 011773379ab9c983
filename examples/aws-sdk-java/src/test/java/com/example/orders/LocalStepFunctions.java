package com.example.orders;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;

/** A local run without a template, on any free port, whose hours are seconds. */
final class LocalStepFunctions implements AutoCloseable {
    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");

    private final Process process;
    private final URI endpoint;

    LocalStepFunctions() throws IOException {
        process = new ProcessBuilder(
                "node_modules/.bin/websocket-step-functions-local", "--port", "0", "--time-scale", "3600", "--json")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        BufferedReader log = process.inputReader();
        Matcher url = URL.matcher(log.readLine());
        if (!url.find()) {
            throw new IOException("the run has not said where it listens");
        }
        endpoint = URI.create(url.group(1));
        Thread reader = new Thread(() -> log.lines().forEach(line -> { }));
        reader.setDaemon(true);
        reader.start();
    }

    SfnClient client() {
        return SfnClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            // StartSyncExecution and TestState go to a host of their own on AWS.
            .overrideConfiguration(override ->
                override.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
            .build();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
