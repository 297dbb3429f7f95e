plugins { kotlin("jvm") version "2.0.0" }
dependencies {
  implementation("io.github.cdimascio:dotenv-kotlin:6.4.1")
  implementation("com.openai:openai-java:1.0.0")
}
