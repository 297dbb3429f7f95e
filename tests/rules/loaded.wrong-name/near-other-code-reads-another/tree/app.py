from openai import OpenAI

from settings import settings

client = OpenAI(api_key=settings.key, base_url="https://api.nexorouter.com/v1")
