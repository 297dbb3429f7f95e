from pathlib import Path
from openai import OpenAI
c = OpenAI(api_key=Path("~/.nexo").expanduser().read_text().strip(), base_url="https://api.nexorouter.com/v1")
