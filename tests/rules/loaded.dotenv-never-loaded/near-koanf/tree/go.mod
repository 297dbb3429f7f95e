module x

go 1.22

require (
	github.com/openai/openai-go v1.0.0
	github.com/knadh/koanf/v2 v2.1.0
)
