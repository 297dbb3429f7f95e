from dotenv import load_dotenv
from openai import OpenAI
load_dotenv()
OpenAI()
