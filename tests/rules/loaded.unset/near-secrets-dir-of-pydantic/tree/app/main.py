from openai import OpenAI
c = OpenAI(api_key=Settings().nexorouter_api_key, base_url="https://api.nexorouter.com/v1")
