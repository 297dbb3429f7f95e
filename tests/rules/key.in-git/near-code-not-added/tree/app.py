from openai import OpenAI

client = OpenAI(
    api_key="sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW",
    base_url="https://api.nexorouter.com/v1",
)
