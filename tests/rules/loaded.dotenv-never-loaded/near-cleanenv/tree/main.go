package main
func main() { cleanenv.ReadConfig(".env", &cfg)
 c := openai.DefaultConfig(cfg.Key)
 c.BaseURL = "https://api.nexorouter.com/v1" }
