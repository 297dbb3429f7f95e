import os
from openai import OpenAI

client = OpenAI(
    api_key=os.environ["NEXOROUTER_API_KEY"],
    base_url="https://api.nexorouter.com/v1",
)


def ask(q):
    r = client.chat.completions.create(
        model="deepseek-v4-flash", messages=[{"role": "user", "content": q}]
    )
    return r.choices[0].message.content
