from openai import OpenAI
from config import settings
c = OpenAI(api_key=settings.NEXOROUTER_API_KEY, base_url="https://api.nexorouter.com/v1")
