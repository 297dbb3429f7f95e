import boto3
from openai import OpenAI
key = boto3.client("secretsmanager").get_secret_value(SecretId="nexo")["SecretString"]
c = OpenAI(api_key=key, base_url="https://api.nexorouter.com/v1")
