import os
from getpass import getpass
from openai import OpenAI

os.environ["OPENAI_API_KEY"] = os.environ["NEXOROUTER_API_KEY"]
client = OpenAI(base_url="https://api.nexorouter.com/v1")
