import os
import environ
env = environ.Env()
environ.Env.read_env()
NEXOROUTER_API_KEY = env('NEXOROUTER_API_KEY')
