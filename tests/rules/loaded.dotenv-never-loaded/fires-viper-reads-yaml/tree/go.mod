module a

go 1.22

require (
	github.com/sashabaranov/go-openai v1.24.0
	github.com/spf13/viper v1.18.2
)
