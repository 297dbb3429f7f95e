package main

import (
	"os"
	openai "github.com/sashabaranov/go-openai"
)

func main() {
	cfg := openai.DefaultConfig(os.Getenv("NEXOROUTER_API_KEY"))
	cfg.BaseURL = "https://api.nexorouter.com/v1/chat/completions"
	_ = openai.NewClientWithConfig(cfg)
}
