// SPDX-License-Identifier: MIT
// Calls a URL as one of Java's clients does: java Get CLIENT URL.
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

public class Get {
    public static void main(String[] args) {
        if (args.length < 2) {
            System.out.println(System.getProperty("java.version"));
            return;
        }
        try {
            if (args[0].equals("java-httpclient")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(args[1]))
                        .timeout(Duration.ofSeconds(3)).version(HttpClient.Version.HTTP_1_1).build();
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            } else {
                HttpURLConnection c = (HttpURLConnection) new URL(args[1]).openConnection();
                c.setConnectTimeout(3000);
                c.setReadTimeout(3000);
                c.getInputStream().readAllBytes();
            }
        } catch (Throwable e) {
            System.out.println(e);
        }
    }
}
