import streamlit as st
from openai import OpenAI
client = OpenAI(api_key=st.secrets["nexorouter"]["key"], base_url="https://api.nexorouter.com/v1")
