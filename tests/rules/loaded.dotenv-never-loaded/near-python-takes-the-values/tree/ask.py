from dotenv import dotenv_values
from openai import OpenAI
config = dotenv_values("conf/llm.env")
client = OpenAI(api_key=config["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
