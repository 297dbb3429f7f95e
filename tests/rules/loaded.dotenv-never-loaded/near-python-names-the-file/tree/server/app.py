import os

from dotenv import load_dotenv
from openai import OpenAI

load_dotenv(os.path.join(os.path.dirname(__file__), "..", "conf", "app.env"))
client = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
