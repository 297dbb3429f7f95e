from dotenv import load_dotenv
from openai import OpenAI
load_dotenv("conf/llm.env")
client = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
