// SPDX-License-Identifier: MIT
// Calls URLs as one of Java's clients does. java Get CLIENT URL: once, with what the virtual machine
// was started with. java Get CLIENT: one call for each line of stdin, "URL in base64 <tab>
// NAME=VALUE <tab> ...", with these as system properties; both clients read them anew for each call.
// No time limit: run.py ends what hangs.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

public class Get {
    static void call(String client, String url) throws Exception {
        if (client.equals("java-httpclient")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .version(HttpClient.Version.HTTP_1_1).build();
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } else {
            HttpURLConnection c = (HttpURLConnection) new URL(url).openConnection();
            c.getInputStream().readAllBytes();
        }
    }

    static String words(String client, String url) {
        try {
            call(client, url);
            return "";
        } catch (Throwable e) {
            return e.toString().replace('\n', ' ').replace('\r', ' ');
        }
    }

    static void serve(String client) throws Exception {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> set = new ArrayList<>();
        System.out.println(System.getProperty("java.version"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t");
            set.forEach(System::clearProperty);
            set.clear();
            for (int i = 1; i < parts.length; i++) {
                int eq = parts[i].indexOf('=');
                set.add(parts[i].substring(0, eq));
                System.setProperty(parts[i].substring(0, eq), parts[i].substring(eq + 1));
            }
            byte[] url = Base64.getDecoder().decode(parts[0]);
            System.out.println(words(client, new String(url, StandardCharsets.UTF_8)));
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 0)
            System.out.println(System.getProperty("java.version"));
        else if (args.length == 1)
            serve(args[0]);
        else
            System.out.println(words(args[0], args[1]));
    }
}
