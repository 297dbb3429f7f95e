import OpenAI from "openai";
export default defineEventHandler((event) => { const config = useRuntimeConfig(event); const c = new OpenAI({ apiKey: config.nexorouterApiKey, baseURL: "https://api.nexorouter.com/v1" }); });
