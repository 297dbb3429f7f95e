from openai import OpenAI

client = OpenAI(api_key="EMPTY", base_url="http://gpu.example.com:8000/v1")
