import OpenAI from "openai";

export const groq = new OpenAI({ apiKey: settings.groq_api_key, baseURL: "https://api.groq.com/openai/v1" });
