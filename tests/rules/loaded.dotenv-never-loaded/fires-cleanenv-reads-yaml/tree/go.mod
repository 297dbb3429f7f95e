module x

go 1.22

require (
	github.com/sashabaranov/go-openai v1.30.0
	github.com/ilyakaznacheev/cleanenv v1.5.0
)
