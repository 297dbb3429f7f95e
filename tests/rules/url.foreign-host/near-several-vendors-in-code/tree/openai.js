import OpenAI from "openai";

export const openai = new OpenAI({ apiKey: settings.openai_api_key });
