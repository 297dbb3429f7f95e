package main
import ("github.com/knadh/koanf/parsers/dotenv";"github.com/openai/openai-go")
func main() { k.Load(file.Provider(".env"), dotenv.Parser())
 openai.NewClient(option.WithAPIKey(k.String("NEXOROUTER_API_KEY")), option.WithBaseURL("https://api.nexorouter.com/v1")) }
