import os

os.environ["OPENAI_API_KEY"] = os.environ["NEXOROUTER_API_KEY"]
