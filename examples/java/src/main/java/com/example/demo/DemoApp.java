package com.example.demo;

import software.amazon.awscdk.App;

public final class DemoApp {
    private DemoApp() {
    }

    public static void main(final String[] args) {
        App app = new App();
        new DemoStack(app, "Demo");
        app.synth();
    }
}
