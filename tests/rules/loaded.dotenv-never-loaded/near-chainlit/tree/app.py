import chainlit as cl
import os
from openai import OpenAI
c = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
