import os
from getpass import getpass
from openai import OpenAI

password = getpass("database: ")
client = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
