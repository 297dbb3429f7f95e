package main

import (
	"os"

	"github.com/openai/openai-go"
	"github.com/openai/openai-go/option"
)

var client = openai.NewClient(
	option.WithAPIKey(key()),
	option.WithBaseURL("https://api.nexorouter.com/v1"),
)
