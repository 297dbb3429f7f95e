import requests

requests.get("https://api.nexorouter.com/v1/models", headers={"Authorization": "Bearer sk-nexo-TEST01aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vW "})
