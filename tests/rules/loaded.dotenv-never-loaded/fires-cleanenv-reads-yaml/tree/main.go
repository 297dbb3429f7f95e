package main
func main() { cleanenv.ReadConfig("config.yml", &cfg)
 c := openai.DefaultConfig(cfg.Key)
 c.BaseURL = "https://api.nexorouter.com/v1" }
