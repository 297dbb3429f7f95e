import os
from dotenv import load_dotenv
from openai import OpenAI
load_dotenv()
c = OpenAI(api_key=os.getenv("NEXOROUTER_API_KEY"), base_url="https://api.nexorouter.com/v1")
