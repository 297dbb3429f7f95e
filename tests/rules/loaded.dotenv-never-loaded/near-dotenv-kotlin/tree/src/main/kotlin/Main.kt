import io.github.cdimascio.dotenv.dotenv
fun main() { val dotenv = dotenv()
 val c = OpenAIOkHttpClient.builder().apiKey(dotenv["NEXOROUTER_API_KEY"]).baseUrl("https://api.nexorouter.com/v1").build() }
