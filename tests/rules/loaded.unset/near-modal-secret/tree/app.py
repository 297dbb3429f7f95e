import modal, os
from openai import OpenAI
app = modal.App("x", secrets=[modal.Secret.from_name("nexo")])
@app.function()
def f():
    c = OpenAI(api_key=os.environ["NEXOROUTER_API_KEY"], base_url="https://api.nexorouter.com/v1")
