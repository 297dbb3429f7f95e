from openai import OpenAI

client = OpenAI(**settings, base_url="https://api.nexorouter.com/v1")
