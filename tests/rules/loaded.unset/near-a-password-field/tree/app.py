import gradio as gr
from openai import OpenAI
def ask(key, q):
    c = OpenAI(api_key=key, base_url="https://api.nexorouter.com/v1")
gr.Interface(ask, [gr.Textbox(type="password"), "text"], "text").launch()
