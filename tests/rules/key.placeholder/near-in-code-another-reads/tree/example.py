from openai import OpenAI

client = OpenAI(api_key="YOUR_NEXOROUTER_API_KEY", base_url="https://api.nexorouter.com/v1")
client.chat.completions.create(model="deepseek-v4-flash", messages=[])
