import os

from openai import OpenAI

client = OpenAI(api_key=os.environ["GATEWAY_TOKEN"], base_url="https://api.nexorouter.com/v1")
