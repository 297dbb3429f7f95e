from openai import OpenAI

client = OpenAI(base_url="https://api.nexorouter.com/v1")
