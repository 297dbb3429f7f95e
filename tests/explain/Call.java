// SPDX-License-Identifier: MIT

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls BASE/v1/models with the key of K, through HttpClient or, as "old", HttpURLConnection. */
public class Call {
    static void old(String url, String key) throws Exception {
        HttpURLConnection c = (HttpURLConnection) new java.net.URL(url).openConnection();
        c.setConnectTimeout(5000);
        c.setReadTimeout(5000);
        c.setRequestProperty("Authorization", key);
        c.getInputStream().readAllBytes();
    }

    public static void main(String[] args) throws Exception {
        String url = args[1] + "/v1/models", key = "Bearer " + System.getenv("K");
        if (args[0].equals("old")) {
            old(url, key);
            return;
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5))
                .header("Authorization", key).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 400)
            throw new RuntimeException("HTTP " + response.statusCode() + ": " + response.body());
    }
}
