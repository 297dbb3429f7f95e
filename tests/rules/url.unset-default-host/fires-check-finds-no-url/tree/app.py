from openai import OpenAI
c = OpenAI()
