from decouple import config
from openai import OpenAI
c = OpenAI(api_key=config("NEXOROUTER_API_KEY"), base_url="https://api.nexorouter.com/v1")
