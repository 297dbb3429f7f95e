import os
from getpass import getpass
from openai import OpenAI

os.environ["NEXOROUTER_API_KEY"] = getpass("key: ")
client = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
