module demo

go 1.22

require github.com/openai/openai-go v1.0.0
