from crewai import Agent, LLM
llm = LLM(model="openai/deepseek-v4-flash")
