import OpenAI from "openai";
export const c = new OpenAI({ apiKey: process.env.NEXOROUTER_API_KEY, baseURL: "https://api.nexorouter.com/v1" });
