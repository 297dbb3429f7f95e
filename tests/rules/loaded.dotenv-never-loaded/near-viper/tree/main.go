package main

import (
	"os"

	openai "github.com/sashabaranov/go-openai"
	"github.com/spf13/viper"
)

func main() {
	viper.SetConfigFile(".env")
	viper.ReadInConfig()
	viper.AutomaticEnv()
	cfg := openai.DefaultConfig(viper.GetString("NEXOROUTER_API_KEY"))
	cfg.BaseURL = "https://api.nexorouter.com/v1"
	client := openai.NewClientWithConfig(cfg)
	_ = client
}
