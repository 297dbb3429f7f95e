from openai import OpenAI
c = OpenAI(base_url="https://api.nexorouter.com/v1")
