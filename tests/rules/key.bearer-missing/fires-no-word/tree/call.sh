curl https://api.nexorouter.com/v1/chat/completions \
  -H "Authorization: $NEXOROUTER_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{"model": "deepseek-v4-flash", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 64}'
